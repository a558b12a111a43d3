"""Networks: the list, one network, its reports, ties and identifiers; what people said; how far a build is."""

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Status

from weftnode.accounts.permissions import Permission as P  # noqa: N817 -- the doors below are read by the row
from weftnode.api import cursors, said, schemas
from weftnode.api.bearer import needs, officer
from weftnode.api.calls.shared import Cursor, Once, answers, clean, once, rooms
from weftnode.networks import actions, queries, tasks
from weftnode.networks.forms import JudgementForm, NameForm, SearchForm
from weftnode.reports import queries as reports

router = Router(tags=["networks"])
PAGE = 200


@router.get(
    "/networks",
    response=answers(schemas.Networks),
    url_name="networks",
    summary="Search networks",
    **needs(P.READ_NETWORKS),
)
def listing(
    request: HttpRequest,
    text: Annotated[
        str, Query(max_length=600, description="An identifier in any spelling, a network's id, or words of its name.")
    ] = "",
    country: str = "",
    watched: bool = False,
    gone: Annotated[bool, Query(description="Those that are no more, instead of those that are.")] = False,
    cursor: Cursor = "",
) -> schemas.Networks:
    """Networks, the largest first, fifty a page."""
    by = officer(request)
    given = clean(SearchForm({"q": text, "country": country}))
    size, number = cursors.whole(cursor, 2) if cursor else (0, 0)
    asked = queries.Asked(given["q"], given["country"], watched, gone, after=(size, number) if cursor else None)
    page = queries.networks(by, asked)
    actions.seen(
        by=by, what="list.read", filters=sorted(name for name in given if given[name]), shown=len(page.networks)
    )
    last = page.networks[-1] if page.has_more else None
    codes = rooms(by)
    return schemas.Networks(
        items=[said.network(one, codes) for one in page.networks],
        next=cursors.write(last.reports, last.pk) if last else None,
        read_as=said.identifiers(page.read_as),
    )


@router.get(
    "/networks/{int:number}",
    response=answers(schemas.Network),
    url_name="network",
    summary="Read a network",
    **needs(P.READ_NETWORKS),
)
def one(request: HttpRequest, number: int) -> schemas.Network:
    """One network with its facts."""
    by = officer(request)
    found = queries.network(by, number)
    actions.seen(by=by, what="network.read", about=found)
    return said.network(found, rooms(by))


@router.get(
    "/networks/{int:number}/members", response=answers(schemas.Members), url_name="members", summary="Reports of a network",
    **needs(P.READ_NETWORKS),
)  # fmt: skip
def members(request: HttpRequest, number: int, cursor: Cursor = "") -> schemas.Members:
    """Its reports that this key may read, by number, two hundred a page. The story of each is read with `/reports/…`."""
    by = officer(request)
    found = queries.network(by, number)
    actions.seen(by=by, what="network.read", about=found)
    rows = queries.reports(by, found).order_by("pk").defer("narrative", "extra")
    rows = rows.filter(pk__gt=cursors.whole(cursor)[0]) if cursor else rows
    shown = list(rows[: PAGE + 1])
    return schemas.Members(
        items=[
            schemas.Member(
                report=row.pk,
                country=row.country,
                reported_on=row.reported_on,
                amount=said.amount(row.amount),
                currency=row.currency,
            )
            for row in shown[:PAGE]
        ],
        next=cursors.write(shown[PAGE - 1].pk) if len(shown) > PAGE else None,
    )


@router.get(
    "/networks/{int:number}/ties", response=answers(schemas.Ties), url_name="ties", summary="Why its reports are joined",
    **needs(P.READ_NETWORKS),
)  # fmt: skip
def ties(
    request: HttpRequest,
    number: int,
    report: Annotated[int | None, Query(ge=1, lt=2**62, description="Only ties of this report.")] = None,
    cursor: Cursor = "",
) -> schemas.Ties:
    """Every tie with its reason, the strongest first, two hundred a page."""
    by = officer(request)
    found = queries.network(by, number)
    actions.seen(by=by, what="network.read", about=found)
    rows = queries.ties(by, found, report=report)
    if cursor:
        weight, last = cursors.read(cursor, 2)
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__gt=int(last)))
    shown = list(rows[: PAGE + 1])
    counts = queries.counts(by, found)
    more = len(shown) > PAGE
    return schemas.Ties(
        items=[
            schemas.Tie(
                report_a=row.report_a, report_b=row.report_b, weight=row.weight,
                because=schemas.Because(
                    kind=row.kind, value=row.value, shown=said.shown(row.kind, row.value), named_by=counts[row.kind, row.value],
                    days_apart=row.days_apart,
                ),
            )
            for row in shown[:PAGE]
        ],
        next=cursors.write(shown[PAGE - 1].weight, shown[PAGE - 1].pk) if more else None,
    )  # fmt: skip


@router.get(
    "/networks/{int:number}/identifiers", response=answers(schemas.Identifiers), url_name="identifiers", summary="What its reports name",
    **needs(P.READ_NETWORKS),
)  # fmt: skip
def identifiers(request: HttpRequest, number: int, cursor: Cursor = "") -> schemas.Identifiers:
    """What its reports name, the most named first, two hundred a page."""
    by = officer(request)
    found = queries.network(by, number)
    actions.seen(by=by, what="network.read", about=found)
    ordered = sorted(queries.counts(by, found).items(), key=lambda pair: (-pair[1], pair[0]))
    # The place in the list is the cursor: it is counted anew from what the network names now.
    first = max(0, cursors.whole(cursor)[0]) if cursor else 0
    return schemas.Identifiers(
        items=[
            schemas.Counted(kind=kind, value=value, shown=said.shown(kind, value), reports=count)
            for (kind, value), count in ordered[first : first + PAGE]
        ],
        next=cursors.write(first + PAGE) if len(ordered) > first + PAGE else None,
    )


@router.get(
    "/networks/{int:number}/judgements", response=answers(schemas.Judgements), url_name="judgements", summary="What people said of it",
    **needs(P.READ_NETWORKS),
)  # fmt: skip
def judgements(request: HttpRequest, number: int) -> schemas.Judgements:
    """What people said of its reports, also what was taken back."""
    by = officer(request)
    found = queries.network(by, number)
    actions.seen(by=by, what="network.read", about=found)
    return schemas.Judgements(items=[said.judgement(each) for each in queries.judgements(by, found)[:100]])


@router.put(
    "/networks/{int:number}/title",
    response=answers(schemas.Network),
    url_name="title",
    summary="Name a network",
    **needs(P.JUDGE_NETWORKS),
)
def title(request: HttpRequest, number: int, given: schemas.NewTitle, key: Once = "") -> schemas.Network:
    """Give a network the name people use for it."""
    by = officer(request)
    found = queries.network(by, number)
    cleaned = clean(NameForm(given.dict()))

    def change() -> int:
        actions.name(by=by, network=found, title=cleaned["title"])
        return found.pk

    return said.network(queries.network(by, once(request, key, change)), rooms(by))


@router.post(
    "/judgements", response=answers(schemas.Judgement, made=True), url_name="judge", summary="Say what two reports are to each other",
    **needs(P.JUDGE_NETWORKS),
)  # fmt: skip
def judge(request: HttpRequest, given: schemas.NewJudgement, key: Once = "") -> Status[schemas.Judgement]:
    """The same network, different ones, or unsure. The next build obeys it; it can be taken back."""
    by = officer(request)
    cleaned = clean(JudgementForm(given.dict()))
    report, other = (reports.report(by, number) for number in (given.report, given.other))
    number = once(
        request,
        key,
        lambda: (
            actions.judge(by=by, report=report, other=other, verdict=cleaned["verdict"], reason=cleaned["reason"]).pk
        ),
    )
    tasks.refresh.enqueue()
    return Status(201, said.judgement(queries.judgement(by, number)))


@router.delete(
    "/judgements/{int:number}", response=answers(schemas.Judgement), url_name="withdraw", summary="Take a judgement back",
    **needs(P.JUDGE_NETWORKS),
)  # fmt: skip
def withdraw(request: HttpRequest, number: int, key: Once = "") -> schemas.Judgement:
    """The next build forgets it, the record does not."""
    by = officer(request)
    found = queries.judgement(by, number)

    def change() -> int:
        actions.withdraw(by=by, judgement=found)
        return found.pk

    done = once(request, key, change)
    tasks.refresh.enqueue()
    return said.judgement(queries.judgement(by, done))


@router.get(
    "/builds",
    response=answers(schemas.Builds),
    url_name="builds",
    summary="How far the builds are",
    **needs(P.READ_NETWORKS),
)
def builds(request: HttpRequest) -> schemas.Builds:
    """The newest build of each of the key's rooms."""
    return schemas.Builds(items=[said.build(each) for each in queries.builds(officer(request))])
