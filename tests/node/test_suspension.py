"""A partner is suspended: everything that hangs on it says so, nothing leaves, and opening it again takes a second person and undoes all of it."""

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from weft import release
from weft.errors import Refused
from weftnode.accounts import roles
from weftnode.audit.actors import SHELL
from weftnode.briefs import actions as briefs
from weftnode.briefs.actions import Wanted
from weftnode.cases import actions as cases
from weftnode.cases.actions.measures import Details
from weftnode.desk import actions as desk
from weftnode.desk import clocks, digest
from weftnode.diplomacy import actions as diplomacy
from weftnode.partners import actions, outbound, stops
from weftnode.partners.models import Sent, StatusChange
from weftnode.requests import actions as requests
from weftnode.requests import letters, queries
from weftnode.requests.models import Reminder, Request

AMBER, PAP = release.TLP.AMBER.value, release.PAP.GREEN.value
SAYS = "nothing leaves"


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, roles.CaseOfficer, rooms=[room], name="Lan")


@pytest.fixture
def mai(officer, room):
    return officer("mai", roles.Liaison, rooms=[room], name="Mai")


@pytest.fixture
def hung(settings, lan, mai, room, partner, agreement):
    """A country, a body of it, and one of everything that hangs on them; by name the page of each."""
    settings.NODE_COUNTRY = "TH"
    country = partner("KH", "Example Country", sort="state")
    body = partner("KH-CCD", whole=country)
    other = partner("VN-EX", "Another Body", "VN")
    memo = agreement(body, offences=["fraud"], purposes=["fraud.network", "asset.freeze", "diplomacy"])
    columns = {
        "partner": body, "agreement": memo, "sort": "information", "purpose": "fraud.network", "offence": "fraud", "title": "Who?", "text": "x",
        "due_from": "agreement", "due_basis": "Article 4", "due_zone": "Asia/Bangkok", "term_length": 2, "term_unit": "day", "owner": lan,
    }  # fmt: skip
    asked = requests.draft(by=lan, room=room, columns=columns, tlp=AMBER, pap=PAP)
    requests.propose(by=lan, request=asked)
    requests.approve(by=mai, request=asked)
    letter = requests.send(by=lan, request=asked)
    today = timezone.localdate()
    promise = {
        "text": "They will answer.",
        "owner": "theirs",
        "partner": body,
        "due_on": today + dt.timedelta(days=2),
        "answers": lan,
    }
    promised = diplomacy.write(by=lan, room=room, sort="commitment", values=promise)
    said = {
        "text": "Cambodia will share.",
        "owner": "theirs",
        "owner_country": "KH",
        "other_countries": "TH",
        "due_on": today + dt.timedelta(days=3),
    }
    by_country = diplomacy.write(by=lan, room=room, sort="commitment", values=said)
    meeting = {"title": "Talks", "state": "planned", "first_on": today + dt.timedelta(days=3), "countries": "TH KH"}
    talks = diplomacy.write(by=lan, room=room, sort="meeting", values=meeting)
    case = cases.open_case(
        by=lan, room=room, title="Joint case", file_number="", leader=lan, tlp="AMBER", pap="AMBER", about="", countries=["TH", "KH"], networks=[],
        partners=[body, other],
    )  # fmt: skip
    details = Details(country="KH", carried_by="A bank", partner=body, amount_minor=100_000, currency="KHR", reason="x")
    measure = cases.propose(by=lan, case=case, form="hold", details=details, state="requested")
    hold = cases.place_hold(
        by=lan,
        measure=measure,
        placed_at=timezone.now(),
        until=timezone.now() + dt.timedelta(days=2),
        tainted_minor=1,
        held_minor=1,
    )
    brief = briefs.begin(
        by=lan, room=room, wanted=Wanted("For them", "partner", today, partner=body, tlp=AMBER, pap=PAP)
    )
    pages = {
        "request": reverse("requests:request", args=[asked.pk]), "requests": reverse("requests:list"),
        "commitment": reverse("diplomacy:commitment", args=[promised.pk]), "country's": reverse("diplomacy:commitment", args=[by_country.pk]),
        "commitments": reverse("diplomacy:commitments"), "meeting": reverse("diplomacy:meeting", args=[talks.pk]), "meetings": reverse("diplomacy:meetings"),
        "case": reverse("cases:case", args=[case.pk]), "cases": reverse("cases:list"), "case board": reverse("cases:list") + "?view=board",
        "measures": reverse("cases:measures", args=[case.pk]), "measure": reverse("cases:measure", args=[measure.pk]),
        "brief": reverse("briefs:brief", args=[brief.pk]), "briefs": reverse("briefs:list"), "partner": reverse("partners:partner", args=[body.pk]),
        "parcel": reverse("partners:parcel", args=[letter.sent_id]), "due": reverse("desk:board"), "due list": reverse("desk:board") + "?view=list",
        "digest": reverse("desk:digest"), "home": "/",
    }  # fmt: skip
    return {
        "country": country, "body": body, "asked": asked, "letter": letter, "brief": brief, "pages": pages,
        "waits": {f"request:{asked.pk}", f"commitment:{promised.pk}", f"commitment:{by_country.pk}", f"meeting:{talks.pk}", f"hold:{hold.pk}"},
    }  # fmt: skip


def suspend(partner, why="incident at the border"):
    actions.set_status(by=SHELL, partner=partner, status="suspended", why=why)


def say(browser, pages):
    """Names of the pages that say that nothing leaves."""
    found = set()
    for name, address in pages.items():
        answer = browser.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        if SAYS in answer.content.decode().lower():
            found.add(name)
    return found


def waiting(officer):
    return {one.key for one in clocks.due(officer, timezone.now() + dt.timedelta(days=30)) if SAYS in one.stands_still}


def test_everything_that_hangs_on_a_partner_says_so_and_says_so_no_more(lan, mai, hung, sign_in):
    browser = sign_in(lan)
    assert say(browser, hung["pages"]) == set()
    assert waiting(lan) == set()

    actions.set_status(by=lan, partner=hung["country"], status="suspended", why="incident at the border")

    assert say(browser, hung["pages"]) == set(hung["pages"])
    assert waiting(lan) == hung["waits"]
    assert "incident at the border" in browser.get(hung["pages"]["case"]).content.decode()

    actions.set_status(by=lan, partner=hung["country"], status="active", why="talks again")
    assert say(browser, hung["pages"]) == set(hung["pages"]), "one person alone opens nothing"
    actions.approve_status(by=mai, change=StatusChange.objects.latest("pk"))

    assert say(browser, hung["pages"]) == set()
    assert waiting(lan) == set()


def test_nothing_leaves_by_any_way_while_it_is_suspended(lan, mai, hung):
    asked, letter = hung["asked"], hung["letter"]
    assert requests.hand_out(by=lan, letter=letter).data

    suspend(hung["country"])

    with pytest.raises(Refused):
        requests.hand_out(by=lan, letter=letter)
    before = Sent.objects.count()
    assert not outbound.send(
        by=lan,
        things=[letters.request(Request.objects.get(pk=asked.pk))],
        partner=hung["body"],
        agreement=asked.agreement,
        purpose="fraud.network",
        title="x",
    )
    requests.remind(by=lan, request=asked, how=Reminder.How.FILE)
    requests.withdraw(by=lan, request=asked, why="no longer needed")
    kept = list(queries.letters(lan, asked).filter(sent__isnull=True))
    assert [one.kept_because for one in kept] == ["partner.suspended"] * 2
    assert Sent.objects.count() == before
    with pytest.raises(Refused, match="suspended"):
        briefs.approve(by=mai, brief=hung["brief"], base="", figures="/x/KEY/")


def test_the_node_itself_reminds_nobody_it_may_not_write_to(lan, hung):
    Request.objects.filter(pk=hung["asked"].pk).update(due_at=timezone.now() - dt.timedelta(days=1))
    suspend(hung["body"])
    assert requests.remind_due() == 0

    actions.set_status(by=SHELL, partner=hung["body"], status="active", why="again")
    assert requests.remind_due() == 1


def test_calendars_learn_of_it_and_say_why_only_with_titles(lan, hung, client):
    def entries(token):
        read = icalendar.Calendar.from_ical(client.get(reverse("desk:feed", args=[token])).content)
        return {
            str(one["summary"]): (int(one["sequence"]), str(one.get("description", ""))) for one in read.walk("VEVENT")
        }

    _, bare = desk.make_feed(by=lan, name="a", has_titles=False)
    _, told = desk.make_feed(by=lan, name="b", has_titles=True)
    number = f"Q-{hung['asked'].pk} request"
    assert entries(bare)[number] == (0, "")

    suspend(hung["country"])

    after = entries(bare)
    assert after[f"{number} (waits)"] == (1, "")
    assert not any("KH" in summary or said for summary, (_, said) in after.items())
    assert any(said.startswith("waits, KH suspended since") for _, said in entries(told).values())
    assert SAYS in digest.text(lan, clocks.digest(lan))


def test_among_several_countries_one_that_is_closed_stops_not_the_others(settings, partner):
    settings.NODE_COUNTRY = "TH"
    khmer, vietnam = partner("KH", "K", sort="state"), partner("VN", "V", "VN", sort="state")
    body = partner("KH-X", "X", whole=khmer)
    partner("TH-X", "Ours", "TH", status="suspended")
    suspend(khmer)
    found = stops.now()

    assert found.of(None, "TH KH").code == "KH"
    assert found.of(None, "TH KH VN") is None
    assert [one.code for one in found.among([body.pk, vietnam.pk], "TH KH VN")] == ["KH"]
    assert found.of(None, "TH") is None
    assert found.of(None, "") is None
    assert found.of(vietnam.pk, "KH") is None, "the partner that is named counts"


def test_a_country_without_a_row_of_its_own_is_closed_when_all_its_bodies_are(partner):
    one, other = partner("LA-A", "A", "LA"), partner("LA-B", "B", "LA")
    suspend(one)
    assert stops.now().of(None, "LA") is None

    actions.set_status(by=SHELL, partner=other, status="ended", why="over")
    assert stops.now().of(None, "LA") is not None
