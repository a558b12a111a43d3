"""Briefs: every figure with its terms, only what the audience may see, kept as bytes once somebody else approved it."""

import datetime as dt
import io
import zipfile

import docx as library
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from weft.errors import InputProblem, NothingFound, Refused
from weft.release import PAP, TLP
from weft.sodium import sha256
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.briefs import actions, content, queries, rules, sections
from weftnode.briefs.actions import Wanted
from weftnode.briefs.models import Brief, Passage
from weftnode.cases.models import Case, Measure
from weftnode.diplomacy.models import Commitment
from weftnode.networks.models import Network
from weftnode.partners import outbound, things
from weftnode.partners.models import Agreement, Marking, Partner, Sent
from weftnode.requests.models import Request

TODAY = timezone.localdate
KINDS = ["statistic", "request", "case", "network", "measure", "brief"]
PURPOSES = ["statistics", "diplomacy", "fraud.network", "fraud.investigation"]


@pytest.fixture
def lia(officer, room):
    return officer("lia", roles.Liaison, rooms=[room], name="Lia Ejemplo")


@pytest.fixture
def max_(officer, room):
    """Who approves."""
    return officer("max", roles.Liaison, rooms=[room], name="Max Muster")


@pytest.fixture
def partner(db):
    """A function that makes a partner with an agreement for everything a brief may hold."""

    def make(code="KH", status=Partner.Status.ACTIVE, *, kinds=KINDS, **more):
        made = Partner.objects.create(code=code, country=code[:2], name=f"Police of {code}", status=status, made_by="x")
        Agreement.objects.create(
            partner=made, number=f"A-{code}", title="Agreement", legal_basis="Article 1", kinds=kinds, purposes=PURPOSES, offences=["fraud"],
            valid_from=dt.date(2020, 1, 1), made_by="x", confirmed_by="y", confirmed_at=timezone.now(), **more,
        )  # fmt: skip
        return made

    return make


@pytest.fixture
def brief(lia, room):
    """A function that begins a brief."""

    def make(**wanted):
        given = {"title": "Brief", "audience": "own", "until": TODAY(), **wanted}
        return actions.begin(by=lia, room=room, wanted=Wanted(**given))

    return make


def promise(room, **more):
    given = {
        "text": "share the list",
        "owner": "theirs",
        "owner_country": "KH",
        "due_on": TODAY(),
        "made_by": "x",
        **more,
    }
    return Commitment.objects.create(compartment=room, **given)


def mark(label, pk, tlp=TLP.GREEN):
    Marking.objects.create(label=label, thing=pk, tlp=tlp.value, pap=PAP.GREEN.value, why="joint text", made_by="x")


def keys(draft):
    return set(draft.entries)


def reasons(draft):
    return {one.entry.key: one.verdict.reason for one in draft.left_out}


def test_every_figure_has_numerator_denominator_period_and_source(brief, lia, room, batch_in, officer):
    batch_in(room)
    case = Case.objects.create(compartment=room, title="Joint", countries="TH KH", made_by="x")
    for form, people in (("arrest", 7), ("rescue", 31)):
        Measure.objects.create(
            case=case, form=form, state="done", people_count=people, effective_at=timezone.now(), made_by="x"
        )
    made = brief(since=dt.date(2026, 1, 1))

    figures = [one for section in queries.draft(lia, made).content.sections for one in section.figures]

    assert len(figures) > 6
    assert [one.key for one in figures if not (one.numerator and one.denominator and one.period and one.source)] == []
    said = {one.key: (one.numerator, one.denominator) for one in figures}
    assert said["arrests"] == ("7", "acts: 1")
    assert said["people:found"] == ("31", "acts: 1")
    assert "reports" not in said  # a liaison reads no reports: a nought would be a lie
    both = officer("both", roles.Liaison, roles.Analyst, rooms=[room])
    now = queries.draft(both, made).entries
    assert (now["reports"].count.numerator, now["reports"].count.denominator) == ("0", "2")


def test_people_and_money_stand_before_arrests(brief, lia):
    order = [
        one.key
        for section in queries.draft(lia, brief()).content.sections
        if section.code == "figures"
        for one in section.figures
    ]
    assert order.index("people:found") < order.index("blocks") < order.index("arrests")


def test_a_figure_shows_what_it_counted(brief, lia, room, sign_in):
    case = Case.objects.create(compartment=room, title="Joint", made_by="x")
    arrest = Measure.objects.create(
        case=case, form="arrest", state="done", people_count=2, effective_at=timezone.now(), made_by="x"
    )
    Measure.objects.create(case=case, form="arrest", state="planned", made_by="x")
    made = brief()

    page = sign_in(lia).get(reverse("briefs:figure", args=[made.pk, "arrests"])).content.decode()

    assert [row.label for row in queries.entry(lia, made, "arrests").count.rows()] == [f"{arrest}: Joint"]
    assert f"{arrest}: Joint" in page
    with pytest.raises(NothingFound):
        queries.entry(lia, made, "no such")


def test_what_lies_in_another_room_is_not_counted_even_if_the_author_works_there_too(brief, lia, other_room):
    lia.compartments.add(other_room)
    promise(other_room)
    case = Case.objects.create(compartment=other_room, title="Elsewhere", countries="KH", made_by="x")
    Network.objects.create(compartment=other_room, network_id="N-X", countries="KH TH", reports=9)

    now = queries.draft(lia, brief())

    assert [key for key in keys(now) if key.startswith(("commitment:", "case:", "network:"))] == []
    assert case.pk
    assert now.left_out == ()


def test_a_partner_sees_what_is_marked_and_agreed_and_the_author_sees_why_the_rest_is_not_there(
    brief, lia, room, partner
):
    kh = partner("KH")
    open_, closed = promise(room), promise(room, text="nothing marked")
    mark("diplomacy.commitment", open_.pk)
    network = Network.objects.create(compartment=room, network_id="N-A", countries="KH TH", reports=9)
    mark("networks.network", network.pk, TLP.RED)
    made = brief(audience="partner", partner=kh, tlp=TLP.GREEN.value, pap=PAP.GREEN.value)

    now = queries.draft(lia, made)

    assert f"commitment:{open_.pk}" in keys(now)
    assert reasons(now)[f"commitment:{closed.pk}"] == "tlp.red"
    assert reasons(now)[f"network:{network.pk}"] == "tlp.red"
    assert "networks" in keys(now)
    assert now.content.marking == "TLP:GREEN PAP:GREEN"


def test_the_agreement_says_which_sorts_of_thing_go(brief, lia, room, partner):
    kh = partner("KH", kinds=["statistic"])
    one = promise(room)
    mark("diplomacy.commitment", one.pk)
    made = brief(audience="partner", partner=kh, tlp=TLP.GREEN.value, pap=PAP.GREEN.value)
    actions.write(by=lia, brief=made, section="asks", text="Please hold the account.")

    now = queries.draft(lia, made)

    assert reasons(now)[f"commitment:{one.pk}"] == "agreement.kind"
    assert reasons(now)["text:asks"] == "agreement.kind"
    assert "networks" in keys(now)
    assert "Please hold" not in str(now.content)


def test_figures_about_few_people_do_not_go(brief, lia, room, partner):
    case = Case.objects.create(compartment=room, title="Joint", countries="KH", made_by="x")
    Measure.objects.create(
        case=case, form="rescue", state="done", people_count=3, effective_at=timezone.now(), made_by="x"
    )
    made = brief(audience="partner", partner=partner("KH"), tlp=TLP.GREEN.value, pap=PAP.GREEN.value)

    assert reasons(queries.draft(lia, made))["people:found"] == "people.few"
    assert "people:found" in keys(queries.draft(lia, brief()))


def test_a_suspended_partner_gets_nothing_and_our_own_brief_says_so(brief, lia, max_, room, partner):
    kh = partner("KH", Partner.Status.SUSPENDED)
    one = promise(room)
    mark("diplomacy.commitment", one.pk, TLP.CLEAR)
    made = brief(audience="partner", partner=kh, tlp=TLP.CLEAR.value, pap=PAP.CLEAR.value)

    now = queries.draft(lia, made)

    assert keys(now) == set()
    assert {reason for key, reason in reasons(now).items() if not key.startswith("standing:")} == {"partner.suspended"}
    assert not rules.may_approve(max_, made)
    with pytest.raises(Refused, match="suspended"):
        actions.approve(by=max_, brief=made, base="", figures="")
    ours = queries.draft(lia, brief())
    assert ours.entries[f"standing:{kh.pk}"].text == "Police of KH: suspended"


def test_a_paper_for_a_partner_leaves_through_the_door_as_it_was_approved_and_not_once_the_partner_is_suspended(
    brief, lia, max_, room, partner, sign_in
):
    kh = partner("KH")
    made = brief(audience="partner", partner=kh, tlp=TLP.GREEN.value, pap=PAP.GREEN.value)
    actions.write(by=lia, brief=made, section="asks", text="Please hold the account.")
    with pytest.raises(NothingFound):
        things.find(lia, "briefs.brief", made.pk)
    copy = actions.approve(by=max_, brief=made, base="http://n", figures="/x/KEY/")
    browser = sign_in(lia)

    assert browser.get(reverse("briefs:paper", args=[made.pk, "pdf"])).status_code == 403
    given = {"partner": kh.pk, "agreement": kh.agreements.get().pk, "purpose": "diplomacy", "why": "for the meeting"}
    assert browser.post(reverse("partners:send", args=["briefs.brief", made.pk]), given).status_code == 302
    sent = Sent.objects.get()
    with zipfile.ZipFile(io.BytesIO(outbound.hand_out(by=lia, sent=sent).data)) as parcel:
        assert sha256(parcel.read(f"{made.number}.pdf")).hex() == copy.pdf_sha256
    assert (sent.tlp, sent.things.get().title) == (TLP.GREEN.value, made.title)

    Partner.objects.filter(pk=kh.pk).update(status=Partner.Status.SUSPENDED)

    with pytest.raises(Refused):
        outbound.hand_out(by=lia, sent=sent)
    assert browser.post(reverse("partners:send", args=["briefs.brief", made.pk]), given).status_code == 403
    assert Sent.objects.count() == 1


def test_a_brief_for_our_own_side_is_nothing_to_send(brief, lia, max_, room):
    made = brief()
    actions.write(by=lia, brief=made, section="asks", text="Ours.")
    actions.approve(by=max_, brief=made, base="http://n", figures="/x/KEY/")

    with pytest.raises(NothingFound):
        things.find(lia, "briefs.brief", made.pk)


def test_a_forum_sees_what_every_reader_may_see_and_the_world_what_is_clear(brief, lia, room, partner):
    kh, la = partner("KH"), partner("LA", kinds=["statistic"])
    green, clear = promise(room, owner_country="KH"), promise(room, owner_country="KH")
    mark("diplomacy.commitment", green.pk)
    mark("diplomacy.commitment", clear.pk, TLP.CLEAR)
    labels = {"audience": "forum", "tlp": TLP.GREEN.value, "pap": PAP.GREEN.value}

    one, both, world = brief(readers=[kh], **labels), brief(readers=[kh, la], **labels), brief(**labels)

    assert {f"commitment:{green.pk}", f"commitment:{clear.pk}"} <= keys(queries.draft(lia, one))
    assert reasons(queries.draft(lia, both))[f"commitment:{green.pk}"] == "agreement.kind"
    assert f"commitment:{clear.pk}" in keys(queries.draft(lia, both))
    assert reasons(queries.draft(lia, world))[f"commitment:{green.pk}"] == "public"
    assert [key for key in keys(queries.draft(lia, world)) if key.startswith("commitment:")] == [
        f"commitment:{clear.pk}"
    ]


def test_sensitive_points_and_the_line_to_take_are_for_our_own_side(brief, lia, partner):
    made = brief(audience="partner", partner=partner("KH"), tlp=TLP.GREEN.value, pap=PAP.GREEN.value)
    own = brief()
    for one in (made, own):
        for section in sections.TEXTS:
            actions.write(by=lia, brief=one, section=section, text=f"words of {section}")

    theirs, ours = (str(queries.draft(lia, one).content) for one in (made, own))

    assert [code for code in sections.TEXTS if f"words of {code}" in theirs] == ["position", "asks", "offers"]
    assert [code for code in sections.TEXTS if f"words of {code}" in ours] == list(sections.TEXTS)


def test_our_own_paper_carries_the_strictest_label_of_what_is_on_it(brief, lia, room):
    made = brief(tlp=TLP.GREEN.value, pap=PAP.GREEN.value)
    assert queries.draft(lia, made).content.marking == "TLP:GREEN PAP:GREEN"

    one = promise(room)
    assert queries.draft(lia, made).content.marking == "TLP:RED PAP:RED"

    mark("diplomacy.commitment", one.pk, TLP.AMBER)
    assert queries.draft(lia, made).content.marking == "TLP:AMBER PAP:GREEN"


def test_since_last_time(brief, lia, max_, room):
    first = brief(until=dt.date(2026, 6, 30))
    actions.approve(by=max_, brief=first, base="", figures="")
    case = Case.objects.create(compartment=room, title="Joint", made_by="x")
    for day in (dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)):
        Measure.objects.create(case=case, form="arrest", state="done", people_count=8, effective_at=day, made_by="x")

    second = brief(until=dt.date(2026, 9, 30))
    figure = next(
        one
        for section in queries.draft(lia, second).content.sections
        for one in section.figures
        if one.key == "arrests"
    )

    assert second.since == dt.date(2026, 7, 1)
    assert content.previous(second) == first
    assert (figure.before, figure.numerator) == ("last time: 0", "8")


def test_somebody_else_approves_and_what_was_printed_stays(brief, lia, max_, room, sign_in):
    made = brief()
    actions.write(by=lia, brief=made, section="asks", text="#import \u202ehold\u202c <b>it</b>")
    with pytest.raises(Refused, match="Somebody else"):
        actions.approve(by=lia, brief=made, base="", figures="")

    copy = actions.approve(by=max_, brief=made, base="http://n", figures="/f/KEY/")
    promise(room, text="came later")

    browser = sign_in(lia)
    pdf, docx = (browser.get(reverse("briefs:paper", args=[made.pk, form])).content for form in ("pdf", "docx"))
    assert (sha256(pdf).hex(), sha256(docx).hex()) == (copy.pdf_sha256, copy.docx_sha256)
    logged = Detail.objects.filter(action="briefs.brief.approved").get()
    assert (logged.data["pdf_sha256"], logged.data["docx_sha256"]) == (copy.pdf_sha256, copy.docx_sha256)
    page = browser.get(reverse("briefs:brief", args=[made.pk])).content.decode()
    assert "came later" not in page
    assert "&lt;b&gt;it&lt;/b&gt;" in page
    words = "\n".join(one.text for one in library.Document(io.BytesIO(docx)).paragraphs)
    assert "#import ⟨RLO⟩hold⟨PDF⟩ <b>it</b>" in words
    for act in (
        lambda: actions.write(by=lia, brief=made, section="asks", text="new"),
        lambda: actions.leave_out(by=lia, brief=made, key="arrests", why="no"),
        lambda: actions.change(by=lia, brief=made, wanted=Wanted("x", "own", TODAY())),
        lambda: actions.approve(by=max_, brief=made, base="", figures=""),
    ):
        with pytest.raises(Refused):
            act()


def test_texts_keep_their_versions_and_what_does_not_change_makes_none(brief, lia, max_):
    made = brief()
    actions.write(by=lia, brief=made, section="position", text="first")
    actions.write(by=max_, brief=made, section="position", text="second ")
    assert actions.write(by=lia, brief=made, section="position", text="second") is None

    found = list(Passage.objects.filter(brief=made).order_by("pk").values_list("made_by", "text"))

    assert found == [("lia", "first"), ("max", "second")]
    assert queries.draft(lia, made).content.sections[0].text == "second"
    with pytest.raises(InputProblem):
        actions.write(by=lia, brief=made, section="figures", text="x")


def test_what_is_left_out_by_hand_is_out_with_its_reason_and_can_come_back(brief, lia):
    made = brief()
    actions.leave_out(by=lia, brief=made, key="arrests", why="still being checked")

    now = queries.draft(lia, made)
    assert "arrests" not in keys(now)
    assert [(one.entry.key, one.verdict.why) for one in now.left_out] == [("arrests", "still being checked")]

    actions.take_in(by=lia, brief=made, key="arrests")
    assert "arrests" in keys(queries.draft(lia, made))


def test_a_brief_speaks_its_own_language_whatever_the_viewers(brief, lia, sign_in):
    made = brief(language="th", buddhist_era=True, until=dt.date(2026, 11, 24), since=dt.date(2026, 1, 2))
    with translation.override("th"):
        heading = str(sections.SECTIONS["networks"])

    page = sign_in(lia, HTTP_ACCEPT_LANGUAGE="vi").get(reverse("briefs:brief", args=[made.pk])).content.decode()

    assert heading != "Joint networks"
    assert f"<h2>{heading}</h2>" in page
    assert "2 มกราคม 2569 – 24 พฤศจิกายน 2569" in page


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"until": "2026-02-30"}, "until"),
        ({"since": "2026-12-01", "until": "2026-11-01"}, "since"),
        ({"audience": "partner"}, "partner"),
        ({"title": ""}, "title"),
        ({"tlp": "9"}, "tlp"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(wrong, where, lia, room, sign_in):
    given = {
        "title": "T",
        "room": room.pk,
        "audience": "own",
        "language": "en",
        "until": "2026-11-24",
        "tlp": "4",
        "pap": "3",
    }

    response = sign_in(lia).post(reverse("briefs:new"), {**given, **wrong})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [where]
    assert Brief.objects.count() == 0


def test_the_list_takes_as_many_queries_for_three_as_for_one(brief, lia, sign_in, django_assert_num_queries, partner):
    kh = partner("KH")
    browser = sign_in(lia)
    brief(partner=kh)
    browser.get(reverse("briefs:list"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("briefs:list"))
    brief(partner=kh)
    brief(partner=kh)
    with django_assert_num_queries(len(one)):
        browser.get(reverse("briefs:list"))


def test_requests_in_both_directions_are_counted_and_what_is_open_says_whether_it_can_move(brief, lia, room, partner):
    kh = partner("KH", Partner.Status.SUSPENDED)
    now = timezone.now()
    given = {
        "compartment": room,
        "partner": kh,
        "sort": "information",
        "purpose": "fraud.network",
        "text": "t",
        "due_from": "own",
        "due_zone": "UTC",
        "made_by": "x",
    }
    day = dt.timedelta(days=1)
    for title, way, state, due, closed in (
        ("kept", "out", "answered", now, now - day),
        ("late", "out", "answered", now - 3 * day, now - day),
        ("open", "in", "received", now - day, None),
        ("ahead", "out", "sent", now + 3 * day, None),
    ):
        Request.objects.create(
            title=title, direction=way, state=state, asked_at=now - 9 * day, due_at=due, closed_at=closed, **given
        )

    seen = queries.draft(lia, brief()).entries

    said = {
        key: (one.count.numerator, one.count.denominator) for key, one in seen.items() if key.startswith("requests:")
    }
    assert said == {"requests:out:in_time": ("1", "2"), "requests:in:in_time": ("0", "1")}
    lines = [one for one in seen.values() if one.section == "requests"]
    assert [(one.text.rpartition(" ")[2], one.is_late, one.facts[-1]) for one in lines] == [
        ("open", True, "KH suspended: nothing leaves"),
        ("ahead", False, "KH suspended: nothing leaves"),
    ]
