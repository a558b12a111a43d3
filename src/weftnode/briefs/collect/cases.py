"""Cases that are joint with the partners of a brief, and how far they are."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.release import PAP, TLP, Marking
from weftnode.briefs.entries import Entry, Frame, collector, marking, page
from weftnode.cases.models import Case, Measure
from weftnode.cases.shapes import REACHED, Form

_MOST = 15


def seen(frame: Frame) -> QuerySet[Case]:
    """Cases the author may see that have to do with the partners of the brief; all of them where it is about none."""
    found = Case.objects.visible_to(frame.viewer).filter(compartment=frame.brief.compartment)
    if not frame.countries:
        return found
    match = Q()
    for code in sorted(frame.countries):
        match |= Q(countries__contains=code)
    return found.filter(match)


@collector(10)
def joint(frame: Frame) -> Iterator[Entry]:
    """Open cases, and those closed in the period; those with the nearest clock first."""
    found = seen(frame).exclude(state=Case.State.MERGED).filter(opened_at__lte=frame.last)
    found = found.filter(Q(closed_at__isnull=True) | Q(**frame.within("closed_at")))
    found = found.annotate(due=Min("measures__hold__due_at", filter=Q(measures__hold__is_running=True)))
    cases = list(found.order_by("due", "-pk")[:_MOST])
    done: dict[int, Counter[str]] = {}
    rows = Measure.objects.filter(case__in=cases, state__in=REACHED).order_by().values_list("case", "form")
    for case, form, count in rows.annotate(count=Count("pk")):
        done.setdefault(case, Counter())[form] = count
    for one in cases:
        counts = done.get(one.pk, Counter())
        forms = [f"{form.label}: {frame.number(counts[form.value])}" for form in Form if counts[form.value]]
        facts = [str(one.get_state_display()), *forms]
        if one.due is not None:
            facts.append(_("next hold runs out on %(day)s") % {"day": frame.day(timezone.localdate(one.due))})
        yield Entry(
            f"case:{one.pk}", "cases", f"{one.number} {one.title}", "case", "fraud.investigation", _label(frame, one),
            url=page("cases:case", one.pk), facts=tuple(facts), about=("cases.case", one.pk),
            is_late=one.due is not None and one.due < timezone.now(),
        )  # fmt: skip


def _label(frame: Frame, case: Case) -> Marking | None:
    """What somebody marked; else the labels that the case itself carries."""
    return marking(frame.viewer, "cases.case", case.pk) or Marking(TLP[case.tlp], PAP[case.pap])
