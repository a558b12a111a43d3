"""Measures and holds: tables of states, clocks in the time of the law, tainted amounts, and the way back."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from weft import countries
from weft.errors import InputProblem, Refused
from weft.money import NotRenewable
from weftnode.cases import actions, clocks, queries, rules
from weftnode.cases.actions.measures import Details
from weftnode.cases.models import Hold, Measure, Plea
from weftnode.cases.shapes import OPEN, SHAPES, Form, Orderer, State, next_states

AT = dt.datetime(2026, 1, 5, 3, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def case(ana, room):
    return actions.open_case(by=ana, room=room, title="Ring of the green line", leader=ana)


@pytest.fixture
def hold_of(ana, case):
    """A function that places a hold of 1,000.00 in a country's currency."""

    def make(country="CN", form=Form.HOLD, rule_id="cn.emergency-stop", at=AT, tainted=100_000, held=100_000, **given):
        currency = countries.get(country).currency
        details = Details(
            country=country, amount_minor=held, currency=currency, orderer="police", power="Art. 1", reason="x", carried_by="Bank A"
        )  # fmt: skip
        measure = actions.propose(by=ana, case=case, form=form, details=details, at=at)
        return actions.place_hold(
            by=ana, measure=measure, placed_at=at, tainted_minor=tainted, held_minor=held, rule_id=rule_id, **given
        )

    return make


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_every_form_has_a_shape_and_every_state_can_be_reached_from_planned():
    assert set(SHAPES) == set(Form)
    for form in Form:
        reached, new = {State.PLANNED}, [State.PLANNED]
        while new:
            new = [then for now in new for then in next_states(form, now) if then not in reached]
            reached |= set(new)
        assert set(SHAPES[form].follows) <= reached
        assert {State.REFUSED, State.WITHDRAWN} <= reached


def test_the_five_ways_of_holding_money_stay_apart():
    ends = {
        form: set(next_states(form, State.IN_FORCE))
        for form in (Form.HOLD, Form.SUSPENSION, Form.FREEZE, Form.SEIZURE, Form.CONFISCATION)
    }

    assert ends[Form.CONFISCATION] == {State.LIFTED}
    assert all(State.LAPSED in ends[form] for form in ends if form != Form.CONFISCATION)
    assert Orderer.PROVIDER in SHAPES[Form.HOLD].orderers
    assert (
        Orderer.PROVIDER
        not in SHAPES[Form.FREEZE].orderers | SHAPES[Form.SEIZURE].orderers | SHAPES[Form.CONFISCATION].orderers
    )


@pytest.mark.parametrize("form", list(Form))
def test_no_step_is_possible_that_is_not_in_the_table(form):
    orderer = min(SHAPES[form].orderers)
    for state in State:
        for to in State:
            measure = Measure(form=form, state=state, orderer=orderer, power="Art. 1")
            assert bool(rules.is_next(measure, to)) == (to in next_states(form, state)), (state, to)


def test_a_freeze_needs_somebody_who_can_order_it_and_a_law(ana, case):
    for orderer, power, said in [
        ("", "Art. 1", "who orders"),
        ("provider", "Art. 1", "cannot do so"),
        ("court", " ", "legal power"),
    ]:
        details = Details(country="TH", orderer=orderer, power=power, reason="x")
        with pytest.raises(Refused, match=said):
            actions.propose(by=ana, case=case, form=Form.FREEZE, details=details, state=State.ORDERED)
    assert Measure.objects.count() == 0


def test_a_refusal_says_its_ground_and_its_reason(ana, case):
    measure = actions.propose(
        by=ana, case=case, form=Form.SITE_BLOCK, details=Details(reason="x"), state=State.REQUESTED
    )

    with pytest.raises(InputProblem, match="ground"):
        actions.move_measure(by=ana, measure=measure, to=State.REFUSED, because="no")
    actions.move_measure(by=ana, measure=measure, to=State.REFUSED, because="a newspaper", ground="innocent")

    assert (fresh(measure).state, fresh(measure).ground, measure.steps.last().because) == (
        "refused",
        "innocent",
        "a newspaper",
    )


def test_steps_are_in_time(ana, case):
    measure = actions.propose(
        by=ana, case=case, form=Form.ARREST, details=Details(reason="x", orderer="police", power="a"), at=AT
    )

    with pytest.raises(InputProblem, match="before the step"):
        actions.move_measure(by=ana, measure=measure, to=State.ORDERED, at=AT - HOUR)
    with pytest.raises(InputProblem, match="past"):
        actions.move_measure(by=ana, measure=measure, to=State.ORDERED, at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))


def test_a_clock_runs_by_the_engine_in_the_time_of_the_law(hold_of):
    hold = hold_of()

    assert hold.due_at == AT + 48 * HOUR
    face = clocks.face("CN", hold.placed_at, hold.due_at, hold.rule)
    assert (str(face.due.tzinfo), face.due.hour, face.state) == ("Asia/Shanghai", 11, "over")
    assert fresh(hold.measure).state == "in_force"


@pytest.mark.parametrize(
    ("placed", "renewed", "due"),
    [
        # Six months from 31 August end on the last of February, leap year or not; Shanghai keeps UTC+8.
        ("2027-08-31T10:00+08:00", 0, "2028-02-29T10:00+08:00"),
        ("2026-08-31T10:00+08:00", 0, "2027-02-28T10:00+08:00"),
        # From 29 February.
        ("2028-02-29T23:30+08:00", 0, "2028-08-29T23:30+08:00"),
        ("2027-08-31T10:00+08:00", 1, "2028-08-29T10:00+08:00"),
    ],
)
def test_months_end_where_the_local_calendar_says(ana, hold_of, placed, renewed, due):
    import time_machine

    with time_machine.travel("2029-01-01T00:00:00Z", tick=False):
        hold = hold_of(form=Form.FREEZE, rule_id="cn.judicial-freeze", at=dt.datetime.fromisoformat(placed))
        for _ in range(renewed):
            actions.renew(by=ana, hold=hold, because="still needed")

        assert fresh(hold).due_at == dt.datetime.fromisoformat(due)


def test_a_clock_is_renewed_as_often_as_its_rule_says(ana, hold_of):
    hold = hold_of()

    actions.renew(by=ana, hold=hold, because="bank asked")
    assert fresh(hold).due_at == AT + 96 * HOUR
    with pytest.raises(NotRenewable):
        actions.renew(by=ana, hold=hold, because="again")
    assert list(hold.renewals.values_list("before", "after")) == [(AT + 48 * HOUR, AT + 96 * HOUR)]


def test_a_rule_counts_only_in_its_days_and_its_country(hold_of):
    with pytest.raises(Refused, match="not in force"):
        hold_of("TH", rule_id="th.bank-hold-on-alert")
    with pytest.raises(Refused, match="another country"):
        hold_of("TH", rule_id="cn.emergency-stop")
    with pytest.raises(Refused, match="another form"):
        hold_of("CN", form=Form.FREEZE, rule_id="cn.emergency-stop")
    assert Hold.objects.count() == 0


def test_where_no_length_was_found_the_order_says_the_end(ana, hold_of):
    until = AT + dt.timedelta(days=30)
    hold = hold_of("VN", form=Form.FREEZE, rule_id="vn.freeze-on-decision", held=1000, tainted=1000, until=until)

    assert (hold.due_at, hold.is_due_by_order) == (until, True)
    with pytest.raises(InputProblem, match="until when"):
        actions.renew(by=ana, hold=hold, because="still needed")
    actions.renew(by=ana, hold=hold, because="still needed", until=until + HOUR)
    assert fresh(hold).due_at == until + HOUR


def test_an_order_does_not_go_beyond_the_law(hold_of):
    with pytest.raises(Refused, match="The law lets it run until 2026-01-07 11:00 CST"):
        hold_of(until=AT + 49 * HOUR)
    assert hold_of(until=AT + 47 * HOUR).due_at == AT + 47 * HOUR


def test_more_than_the_tainted_amount_is_never_held_silently(ana, hold_of):
    with pytest.raises(InputProblem, match="More is held than is tainted"):
        hold_of(tainted=40_000)

    hold = hold_of(tainted=40_000, excess_because="the bank can only stop the account")
    assert (hold.excess_minor, hold.excess_because) == (60_000, "the bank can only stop the account")

    other = hold_of()
    with pytest.raises(InputProblem, match="More is held"):
        actions.change_taint(by=ana, hold=other, tainted_minor=1, because="counted anew")
    actions.release(by=ana, hold=other, amount_minor=99_999, because="only one cent is tainted")
    actions.change_taint(by=ana, hold=other, tainted_minor=1, because="counted anew")
    assert (fresh(other).held_minor, fresh(other).tainted_minor) == (1, 1)


def test_money_is_neither_lost_nor_made(ana, hold_of):
    hold = hold_of()

    actions.release(by=ana, hold=hold, amount_minor=30_000, because="a seller")
    actions.return_money(by=ana, hold=hold, amount_minor=50_000, because="to victims")
    with pytest.raises(InputProblem, match="No more"):
        actions.release(by=ana, hold=hold, amount_minor=20_001, because="too much")
    assert fresh(hold).is_running
    actions.return_money(by=ana, hold=hold, amount_minor=20_000, because="the rest")

    hold = fresh(hold)
    assert (hold.held_minor, hold.released_minor, hold.returned_minor, hold.is_running) == (0, 30_000, 70_000, False)
    assert fresh(hold.measure).state == "lifted"
    with pytest.raises(Refused, match="any more"):
        actions.release(by=ana, hold=hold, amount_minor=1, because="late")


def test_when_a_hold_lapses_its_money_goes_back_to_the_holder(ana, hold_of):
    hold = hold_of()
    actions.move_measure(by=ana, measure=hold.measure, to=State.LAPSED, at=hold.due_at)

    assert (fresh(hold).held_minor, fresh(hold).released_minor, fresh(hold).is_running) == (0, 100_000, False)


def test_a_freeze_takes_over_from_a_hold_by_the_rule_that_follows(ana, hold_of):
    hold = hold_of()
    actions.release(by=ana, hold=hold, amount_minor=10_000, because="a seller")
    at = AT + 40 * HOUR

    new = actions.follow_on(
        by=ana, hold=hold, form=Form.FREEZE, orderer="police", office="Bureau", power="Art. 2", at=at
    )

    assert (new.follows, fresh(new).state, new.hold.rule_id, new.hold.held_minor) == (
        hold.measure,
        "in_force",
        "cn.judicial-freeze",
        90_000,
    )
    assert (fresh(hold.measure).state, fresh(hold).held_minor, fresh(hold).is_running) == ("replaced", 0, False)
    with pytest.raises(Refused, match="cannot do so"):
        actions.follow_on(by=ana, hold=new.hold, form=Form.CONFISCATION, orderer="police", office="", power="x", at=at)
    taken = actions.follow_on(
        by=ana, hold=new.hold, form=Form.CONFISCATION, orderer="court", office="", power="Art. 3", at=at
    )
    assert fresh(taken).state == "in_force"
    [money] = queries.sums(ana)
    assert (money.held, str(money.confiscated), str(money.released)) == ({}, "900.00", "100.00")


def test_who_asks_for_release_has_a_clock_of_the_law_or_of_the_house(ana, hold_of, settings):
    settings.RELEASE_HOURS = 24
    thai = hold_of("TH", rule_id="", until=AT + 240 * HOUR)
    lao = hold_of("LA", rule_id="", until=AT + 240 * HOUR)

    mine = actions.raise_plea(by=ana, hold=thai, sort="release", ground="a sale", asked_at=AT + HOUR, amount_minor=100)
    other = actions.raise_plea(by=ana, hold=lao, sort="appeal", ground="a sale", asked_at=AT + HOUR, amount_minor=100)

    assert (mine.rule_id, mine.due_at) == ("th.release-check", AT + 25 * HOUR)
    assert (other.rule_id, other.due_at) == ("", AT + 25 * HOUR)


def test_a_granted_plea_gives_the_money_back_and_counts_in_the_harm(ana, hold_of):
    hold = hold_of(holder="merchant")
    plea = actions.raise_plea(by=ana, hold=hold, sort="release", ground="a sale", asked_at=AT, amount_minor=60_000)
    with pytest.raises(InputProblem, match="In part"):
        actions.decide_plea(
            by=ana, plea=plea, outcome="partly", answer="half", released_minor=60_000, decided_at=AT + HOUR
        )
    actions.decide_plea(
        by=ana, plea=plea, outcome="partly", answer="half", released_minor=30_000, decided_at=AT + 3 * HOUR
    )
    late = actions.raise_plea(by=ana, hold=hold, sort="release", ground="more", asked_at=AT, amount_minor=70_000)
    actions.decide_plea(by=ana, plea=late, outcome="refused", answer="tainted", decided_at=AT + 30 * HOUR)

    harm = queries.harm(ana, AT + 40 * HOUR)

    assert fresh(hold).released_minor == 30_000
    assert (harm.asked, harm.answered, harm.in_time, harm.late_open, harm.granted, harm.hours) == (2, 2, 1, 0, 1, 16.5)
    assert [row for row in harm.by_holder if row[1]] == [("merchant", 1, 1)]
    assert [(one, str(given), str(first)) for one, given, first in harm.given_back] == [("CNY", "300.00", "1000.00")]
    with pytest.raises(Refused, match="already"):
        actions.decide_plea(by=ana, plea=late, outcome="granted", answer="x")


def test_the_share_of_measures_by_role_says_whether_bosses_are_reached(ana, case):
    for role, count in (("mule", 6), ("runner", 1), ("financier", 1), ("", 2)):
        for _ in range(count):
            details = Details(role=role, reason="x", orderer="police", power="a")
            actions.propose(by=ana, case=case, form=Form.ARREST, details=details, state=State.DONE, at=AT)
    actions.propose(by=ana, case=case, form=Form.ARREST, details=Details(role="financier", reason="x"))

    reach = queries.reach(ana, case)

    assert ({code: count for code, _, _, count in reach.rows if count}, reach.said, reach.unsaid, reach.upper()) == (
        {"mule": 6, "runner": 1, "financier": 1}, 8, 2, 1,
    )  # fmt: skip
    assert queries.reach(ana, case, since=dt.date(2026, 1, 6)).said == 0


def test_due_tells_holds_releases_and_tasks_in_time(ana, bao, case, hold_of):
    hold = hold_of()
    actions.raise_plea(by=ana, hold=hold, sort="release", ground="a sale", asked_at=AT, amount_minor=100)
    actions.add_task(by=ana, case=case, title="ask", owner=ana, due_on=dt.date(2026, 1, 6))
    actions.add_task(by=ana, case=case, title="later", due_on=dt.date(2026, 3, 1))

    found = queries.due(ana, AT + 72 * HOUR)

    assert [(one.sort, one.who) for one in found] == [("release", "ana"), ("task", "ana"), ("hold", "ana")]
    assert found[2].url == reverse("cases:measure", args=[hold.measure_id])
    assert queries.due(ana, AT) == []
    assert queries.due(bao, AT + 72 * HOUR) == []


# From here on through the forms.


def new(ana, case, sign_in, **given):
    data = {
        "form": "hold",
        "state": "requested",
        "at": "2026-01-05 10:00",
        "country": "TH",
        "identifiers": "KBANK 123-4-56789-0",
    }
    return sign_in(ana).post(reverse("cases:new_measure", args=[case.pk]), data | {"amount": "50,000 baht"} | given)


def test_a_measure_is_written_down_as_an_officer_writes(ana, case, sign_in):
    answer = new(ana, case, sign_in, at="5/1/2569 10:00", country="ไทย")

    measure = Measure.objects.get()
    assert answer.status_code == 302
    assert (measure.kind, measure.value, measure.as_written) == (
        "bank_account",
        "TH:KBANK:1234567890",
        "KBANK 123-4-56789-0",
    )
    assert (measure.amount_minor, measure.currency, measure.country, measure.state) == (
        5_000_000,
        "THB",
        "TH",
        "requested",
    )
    # Ten in the morning in Bangkok.
    assert measure.steps.last().at == dt.datetime(2026, 1, 5, 3, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("amount", "500 zorkmids", "No currency “zorkmids” is known"),
        ("amount", "-5 THB", "below zero"),
        ("amount", "0.001 THB", "cannot be kept"),
        ("amount", "99999999999999999999 THB", "cannot be kept"),
        ("amount", "much", "no amount that can be read"),
        ("at", "30/02/2569 10:00", "There is no such day"),
        ("at", "24/11/2569", "day and the time"),
        ("country", "Atlantis", "No country is called"),
        ("identifiers", "KBANK 123-4-56789-0\nnothing here", "Line 2 names no identifier"),
        ("identifiers", "081-234-5678\n0812345679", "An amount belongs to one identifier"),
        ("form", "takedown", "carries no amount"),
        ("form", "bribe", "bribe"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(ana, case, sign_in, field, text, said):
    answer = new(ana, case, sign_in, **{field: text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    if field not in {"form", "identifiers"}:
        assert f'value="{text}"' in page
    assert Measure.objects.count() == 0


def test_a_list_of_numbers_becomes_a_measure_each_or_none(ana, case, sign_in):
    lines = "\n".join(f"08123456{n:02}" for n in range(40))

    new(ana, case, sign_in, form="number_block", identifiers=lines, amount="", state="ordered", orderer="regulator")

    assert Measure.objects.filter(state="ordered", kind="phone").count() == 40
    assert new(ana, case, sign_in, form="arrest", identifiers=lines, amount="", state="ordered").status_code == 422
    assert Measure.objects.count() == 40


def test_a_hold_is_placed_from_the_page_and_its_refusal_keeps_what_was_typed(ana, case, sign_in):
    new(ana, case, sign_in)
    measure, browser = Measure.objects.get(), sign_in(ana)
    data = {
        "hold-placed_at": "2026-01-05 10:00",
        "hold-held": "50000 THB",
        "hold-tainted": "20000 THB",
        "hold-holder": "merchant",
        "hold-rule_id": "th.hold-by-regulators",
    }

    answer = browser.post(reverse("cases:place_hold", args=[measure.pk]), data)
    assert answer.status_code == 422
    assert "say why the rest must be held too" in answer.content.decode()
    assert 'value="20000 THB"' in answer.content.decode()

    answer = browser.post(
        reverse("cases:place_hold", args=[measure.pk]),
        data | {"hold-excess_because": "the bank stops whole accounts", "hold-until": "12/01/2569 10:00"},
    )
    assert answer.status_code == 302
    hold = Hold.objects.get()
    assert (hold.excess_minor, hold.due_at) == (3_000_000, dt.datetime(2026, 1, 12, 3, 0, tzinfo=dt.UTC))
    page = browser.get(reverse("cases:measure", args=[measure.pk])).content.decode()
    assert "https://www.austchamthailand.com" in page
    assert "Bangkok" in page


def test_an_amount_in_another_currency_than_the_measure_is_refused(ana, case, hold_of, sign_in):
    hold = hold_of()

    answer = sign_in(ana).post(
        reverse("cases:give_back", args=[hold.pk]),
        {"back-amount": "5 THB", "back-to": "holder", "back-because": "error", "back-at": "2026-01-06 10:00"},
    )

    assert answer.status_code == 422
    assert "This measure is in CNY" in answer.content.decode()


def test_the_unverified_is_shown_so(ana, case, sign_in):
    details = Details(country="MY", amount_minor=100, currency="MYR", orderer="police", power="s. 116D", reason="x")
    measure = actions.propose(by=ana, case=case, form=Form.SEIZURE, details=details, at=AT)

    page = sign_in(ana).get(reverse("cases:measure", args=[measure.pk])).content.decode()

    assert "unverified" in page
    assert "ask a lawyer of the country" in page


def test_the_pages_of_clocks_and_figures_say_numerator_and_denominator(ana, case, hold_of, sign_in):
    hold = hold_of(holder="merchant")
    actions.raise_plea(by=ana, hold=hold, sort="release", ground="a sale of rice", asked_at=AT, amount_minor=100)
    for role in ("mule", "financier"):
        details = Details(role=role, reason="x", orderer="police", power="a")
        actions.propose(by=ana, case=case, form=Form.ARREST, details=details, state=State.DONE, at=AT)
    browser = sign_in(ana)

    figures = browser.get(reverse("cases:figures")).content.decode()
    clocks_page = browser.get(reverse("cases:clocks")).content.decode()

    assert "1 of 2 (50 %)" in figures
    assert "<svg" in figures
    assert "a sale of rice" in clocks_page
    assert browser.get(reverse("cases:figures"), {"since": "31/02/2026"}).status_code == 422


@given(st.integers(0, 400_000), st.sampled_from(["TH", "CN", "VN", "US", "KR", "MM"]))
def test_what_is_written_into_a_field_is_read_back_the_same(minutes, country):
    from weftnode.cases.forms import fields

    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)

    class Thai:
        buddhist_era = True

    class Other:
        buddhist_era = False

    for reader in (Thai, Other):
        text = fields.written(moment, country, reader)
        read = fields.at(fields.MomentField().clean(text), country)
        # The hour that summer time repeats in autumn is written alike for both.
        assert read in {moment, moment - HOUR}


def test_the_state_of_a_plea_and_its_terms_agree():
    assert {one.value for one in Plea.Outcome} == {"", "granted", "partly", "refused"}
    assert State.LAPSED not in OPEN
