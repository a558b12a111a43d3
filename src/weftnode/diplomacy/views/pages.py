"""Pages that read: commitments in both directions, meetings, tracks, forums and their calendar, statements, officials."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.errors import NothingFound
from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy import actions, figures, forms, lands, queries, rules
from weftnode.diplomacy.models import Commitment, Meeting
from weftnode.partners import queries as known
from weftnode.partners.models import Partner
from weftnode.ui.access import needs

READ = Permission.READ_DIPLOMACY


@needs(READ)
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """What we promised whom, what they promised us, what is due: one page, both directions."""
    by = viewer(request)
    form = forms.AskedForm(request.GET or None)
    asked = form.asked() if form.is_bound and form.is_valid() else queries.Asked()
    page = Paginator(queries.commitments(by, asked), queries.PAGE).get_page(asked.page)
    actions.seen(by=by, what="list.read", shown=len(page.object_list))
    on = queries.today()
    rows = list(page.object_list)
    near = figures.marks([*rows[:30], *list(queries.meetings(by)[:10])], on)
    context = {
        "form": form, "page": page, "asked": asked, "today": on, "groups": _grouped(rows, asked.by), "balance": queries.balance(by),
        "picture": figures.timeline(near, on, _("Commitments and meetings over time")), "owners": Commitment.Owner,
    }  # fmt: skip
    return render(request, "diplomacy/commitments.html", context)


def _grouped(rows: list[Commitment], by: str) -> list[tuple[str, list[Commitment]]]:
    """By direction, ours first; or by the other side."""
    if by == "partner":
        named = [
            (key, list(some))
            for key, some in groupby(rows, lambda one: one.side or lands.names_of(one.other_countries))
        ]
        return [(key or _("Nobody named"), some) for key, some in named]
    headings = {"ours": _("We owe"), "theirs": _("They owe us"), "joint": _("Both owe"), "others": _("Between others")}
    return [(said, some) for owner, said in headings.items() if (some := [one for one in rows if one.owner == owner])]


@needs(READ)
@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment: its words, its clock, what shows it, its history."""
    return commitment_page(request, pk)


def commitment_page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page; with a form that was wrong, answered with 422."""
    by = viewer(request)
    found = queries.record(by, "commitment", pk)
    context = _about(by, found, "commitment") | {
        "turns": found.turns.order_by("-pk"),
        "proofs": found.proofs.order_by("pk"),
        "turn_form": forms.TurnForm(initial={"state": found.state}),
        "proof_form": forms.ProofForm(),
        "states": Commitment.State,
        "standing": known.standing(found.partner) if found.partner else None,
    }
    return render(request, "diplomacy/commitment.html", context | bound, status=422 if bound else 200)


def _about(by: Officer, found: Any, sort: str) -> dict[str, Any]:
    """What every page of one record shows."""
    actions.seen(by=by, what=f"{sort}.read", about=found)
    return {
        "record": found, "sort": sort, "today": queries.today(), "sources": found.sources.order_by("pk"), "may_write": rules.may_write(by, found.compartment_id),
        "withdraw_form": forms.WithdrawForm(), "number": queries.number(sort, found.pk), **_sides(found),
    }  # fmt: skip


def _sides(found: Any) -> dict[str, Any]:
    """Partners and countries that a record is between: a banner says which of them are closed."""
    if isinstance(found, Commitment):
        return {"bodies": [found.partner], "closed_in": found.between}
    came = Partner.objects.filter(attendance__meeting=found).distinct() if isinstance(found, Meeting) else ()
    return {"bodies": list(came), "closed_in": getattr(found, "countries", "")}


@needs(READ)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings, the newest first."""
    by = viewer(request)
    text = request.GET.get("q", "").strip()[:200]
    page = Paginator(queries.meetings(by, text=text), queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="list.read", shown=len(page.object_list))
    return render(request, "diplomacy/meetings.html", {"page": page, "q": text})


@needs(READ)
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who came and who did not, what was agreed, what was promised."""
    return meeting_page(request, pk)


def meeting_page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page; with a form that was wrong, answered with 422."""
    by = viewer(request)
    found = queries.record(by, "meeting", pk)
    context = _about(by, found, "meeting") | {
        "attendance": queries.attendance(by, found),
        "commitments": queries.promised(by, found),
        "figures": queries.figures(by, found),
        "tracks": found.tracks.all(),
        "attendance_form": forms.AttendanceForm(),
    }
    return render(request, "diplomacy/meeting.html", context | bound, status=422 if bound else 200)


@needs(READ)
@require_safe
def tracks(request: HttpRequest) -> HttpResponse:
    """Tracks with what is owed on each."""
    by = viewer(request)
    found = list(queries.tracks(by)[:400])
    actions.seen(by=by, what="list.read", shown=len(found))
    return render(request, "diplomacy/tracks.html", {"tracks": found})


@needs(READ)
@require_safe
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """One track with its time line."""
    return track_page(request, pk)


def track_page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page; with a form that was wrong, answered with 422."""
    by = viewer(request)
    found = queries.record(by, "track", pk)
    promised = queries.promised(by, found)
    met = list(queries.records(by, "meeting").filter(tracks=found).order_by("-first_on")[:40])
    on = queries.today()
    context = _about(by, found, "track") | {
        "commitments": promised, "meetings": met, "steps": queries.steps(by, found), "step_form": forms.StepForm(),
        "picture": figures.timeline(figures.marks([*promised, *met], on), on, _("Commitments and meetings over time")),
    }  # fmt: skip
    return render(request, "diplomacy/track.html", context | bound, status=422 if bound else 200)


@needs(READ)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Sessions of forums: those to come, those past, and the forums themselves."""
    by = viewer(request)
    ahead, past = queries.calendar(by), queries.calendar(by, past=True)
    actions.seen(by=by, what="list.read", shown=len(ahead) + len(past))
    on = queries.today()
    picture = figures.timeline(figures.marks([*ahead, *past[:10]], on), on, _("Sessions of forums over time"))
    months = [
        (month, list(some))
        for month, some in groupby(ahead, lambda one: one.first_on.replace(day=1) if one.first_on else None)
    ]
    context = {"months": months, "past": past, "forums": queries.forums(by)[:400], "today": on, "picture": picture}
    return render(request, "diplomacy/calendar.html", context)


@needs(READ)
@require_safe
def forum(request: HttpRequest, pk: int) -> HttpResponse:
    """One forum with its sessions."""
    by = viewer(request)
    found = queries.record(by, "forum", pk)
    return render(
        request, "diplomacy/forum.html", _about(by, found, "forum") | {"sessions": queries.sessions(by, found)}
    )


@needs(READ)
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: its days, what we want to raise, what is still owed before it."""
    by = viewer(request)
    found = queries.record(by, "session", pk)
    context = _about(by, found, "session") | {
        "meetings": queries.records(by, "meeting").filter(session=found).order_by("first_on", "pk")[:100],
        "statements": queries.records(by, "statement").filter(session=found).order_by("issued_on", "pk")[:100],
        "owed": queries.commitments(by, queries.Asked())[:20],
    }
    return render(request, "diplomacy/session.html", context)


@needs(READ)
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Statements, the newest first; and the figures that sources give."""
    by = viewer(request)
    page = Paginator(queries.statements(by), queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="list.read", shown=len(page.object_list))
    return render(request, "diplomacy/statements.html", {"page": page, "figures": queries.figures(by)})


@needs(READ)
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: its text, its figures, what it promises."""
    by = viewer(request)
    found = queries.record(by, "statement", pk)
    context = _about(by, found, "statement") | {
        "commitments": queries.promised(by, found),
        "figures": queries.figures(by, found),
    }
    return render(request, "diplomacy/statement.html", context)


@needs(READ)
@require_safe
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure and where it stands."""
    by = viewer(request)
    return render(request, "diplomacy/figure.html", _about(by, queries.record(by, "figure", pk), "figure"))


@needs(READ)
@require_safe
def officials(request: HttpRequest) -> HttpResponse:
    """Officials, as public sources name them."""
    by = viewer(request)
    page: Any = Paginator(queries.officials_in_order(by), queries.PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.officials_of(by, page.object_list)  # numbers were sorted; now the rows of this page
    actions.seen(by=by, what="list.read", shown=len(page.object_list))
    return render(request, "diplomacy/officials.html", {"page": page})


@needs(READ)
@require_safe
def official(request: HttpRequest, pk: int) -> HttpResponse:
    """One official: the offices, the sources, the meetings."""
    by = viewer(request)
    found = queries.record(by, "official", pk)
    came: Iterable[Any] = found.attended.filter(meeting__in=queries.records(by, "meeting")).select_related("meeting")
    return render(request, "diplomacy/official.html", _about(by, found, "official") | {"attended": came})


@needs(READ)
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that shows a commitment, as it was given. It is saved, never opened by us."""
    by = viewer(request)
    found = queries.proof(by, pk)
    path = actions.place(found.stored)
    if not found.stored or not path.is_file():
        raise NothingFound("this proof is a reference, or its file is gone")
    actions.seen(by=by, what="proof.read", about=found.commitment, proof=found.pk)
    name = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    return HttpResponse(
        path.read_bytes(), content_type="application/octet-stream", headers={"Content-Disposition": name}
    )
