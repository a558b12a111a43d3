"""The gate as tables of cases, and its properties on random things, partners and agreements."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weft import errors
from weft.release import (
    PAP,
    TLP,
    Agreement,
    Allow,
    Item,
    Marking,
    Partner,
    Precision,
    Recipient,
    Redact,
    Refuse,
    Sort,
    Status,
    decide,
    part,
    preview,
    strictest,
    terms,
)
from weft.release.decide import ACTIVE_PURPOSES, MILITARY_DESK, VICTIM_DESK, VICTIM_PURPOSE

TODAY = dt.date(2031, 5, 6)
KH = Recipient(Partner("KH"), agency="KH-CCD")
A1 = Agreement(
    "A-1",
    "KH",
    kinds=frozenset({"network", "statistic"}),
    purposes=frozenset({"fraud.network", "asset.freeze", VICTIM_PURPOSE}),
    offences=frozenset({"fraud"}),
    valid_from=dt.date(2031, 1, 1),
    valid_to=dt.date(2031, 12, 31),
    kept_open=frozenset({VICTIM_PURPOSE}),
    location=Precision.PROVINCE,
)
AMBER = Marking(TLP.AMBER, PAP.GREEN)
NETWORK = Item("network", {"id": Sort.PLAIN, "phones": Sort.IDENTIFIER}, offence="fraud")


def ask(item=NETWORK, marking=AMBER, recipient=KH, agreement=A1, purpose="fraud.network", now=TODAY):
    return decide(item, marking, recipient, agreement, purpose, now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"marking": None}, "tlp.red"),
        ({"marking": Marking(TLP.RED, PAP.CLEAR)}, "tlp.red"),
        ({"marking": Marking(TLP.AMBER_STRICT), "recipient": Recipient(Partner("KH"))}, "tlp.strict"),
        ({"marking": Marking(TLP.GREEN, originators=frozenset({"VN"}))}, "originator"),
        (
            {
                "marking": Marking(
                    TLP.RED, named=frozenset({"KH"}), originators=frozenset({"VN"}), consents=frozenset({"KH"})
                )
            },
            "originator.red",
        ),
        ({"marking": Marking(TLP.AMBER, PAP.AMBER), "purpose": "asset.freeze"}, "pap"),
        ({"agreement": None}, "agreement.none"),
        ({"recipient": Recipient(Partner("VN"))}, "agreement.partner"),
        ({"now": dt.date(2030, 12, 31)}, "agreement.expired"),
        ({"now": dt.date(2032, 1, 1)}, "agreement.expired"),
        ({"agreement": replace(A1, agencies=frozenset({"KH-FIU"}))}, "agreement.agency"),
        ({"purpose": "espionage"}, "agreement.purpose"),
        ({"agreement": replace(A1, tlp_ceiling=TLP.GREEN)}, "agreement.tlp"),
        ({"agreement": replace(A1, pap_ceiling=PAP.CLEAR)}, "agreement.pap"),
        ({"item": replace(NETWORK, kind="report")}, "agreement.kind"),
        ({"item": replace(NETWORK, offence="lese-majeste")}, "agreement.offence"),
        ({"marking": replace(AMBER, is_closed=True)}, "people.closed"),
        ({"item": Item("statistic", {"n": Sort.PLAIN}, people_counted=4)}, "people.few"),
        ({"recipient": replace(KH, partner=Partner("KH", Status.SUSPENDED))}, "partner.suspended"),
        ({"recipient": replace(KH, partner=Partner("KH", Status.ENDED))}, "partner.ended"),
        ({"recipient": replace(KH, partner=Partner("KH", Status.LIMITED))}, "partner.limited"),
        ({"item": Item("network", {"who": Sort.SOURCE}, offence="fraud")}, "fields.all"),
    ],
)
def test_a_no_names_its_reason(change, reason):
    answer = ask(**change)

    assert isinstance(answer, Refuse)
    assert answer.reason == reason
    assert answer.because
    assert not answer


def test_what_the_agreement_covers_goes_whole_and_its_action_label_goes_along():
    answer = ask()

    assert isinstance(answer, Allow)
    assert answer.pap is PAP.GREEN
    assert "A-1" in answer.because


def test_public_things_need_no_agreement_but_an_active_partner():
    clear = Marking(TLP.CLEAR, PAP.CLEAR)

    assert isinstance(ask(marking=clear, agreement=None), Allow)
    assert (
        ask(marking=clear, agreement=None, recipient=Recipient(Partner("KH", Status.SUSPENDED))).reason
        == "partner.suspended"
    )


def test_a_limited_partner_still_gets_what_was_kept_open():
    limited = Recipient(Partner("KH", Status.LIMITED), "KH-CCD", VICTIM_DESK)

    assert isinstance(ask(recipient=limited, purpose=VICTIM_PURPOSE), Allow)


@pytest.mark.parametrize(
    ("sort", "change", "code"),
    [
        (Sort.SOURCE, {}, "field.source"),
        (Sort.VICTIM, {}, "field.victim"),
        (Sort.PERSON, {}, "field.person"),
        (Sort.NARRATIVE, {}, "field.narrative"),
        (Sort.DISTRICT, {}, "field.location"),
        (Sort.EXACT, {}, "field.location"),
        (Sort.PROVINCE, {"agreement": replace(A1, location=Precision.NONE)}, "field.location"),
    ],
)
def test_a_field_stays_here_and_the_rest_goes(sort, change, code):
    item = Item("network", {"id": Sort.PLAIN, "it": sort}, offence="fraud")
    answer = ask(item=item, **change)

    assert isinstance(answer, Redact)
    assert answer.withheld == {"it": code}
    assert part(item, {"id": 7, "it": "secret", "undeclared": "secret"}, answer) == {"id": 7}
    assert [(seen.name, seen.value, seen.withheld) for seen in preview(item, {"id": 7, "it": "secret"}, answer)] == [
        ("id", 7, ""),
        ("it", None, code),
    ]


@pytest.mark.parametrize(
    ("kinds", "agreed", "withheld"),
    [
        ({"phones": "phone"}, None, {}),
        ({"phones": "phone"}, {"phone"}, {}),
        ({"phones": "phone"}, {"wallet"}, {"phones": "field.identifier"}),
        ({}, {"phone"}, {"phones": "field.identifier"}),
    ],
)
def test_an_agreement_that_lists_kinds_of_identifier_lets_out_no_other(kinds, agreed, withheld):
    agreement = replace(A1, identifiers=None if agreed is None else frozenset(agreed))
    answer = ask(item=replace(NETWORK, identifier_kinds=kinds), agreement=agreement)

    assert (answer.withheld if isinstance(answer, Redact) else {}) == withheld


def test_the_words_of_an_agreement_cover_what_the_gate_speaks_of():
    assert set(terms.purposes()) >= ACTIVE_PURPOSES | {VICTIM_PURPOSE}
    assert {"report", "network", "measure", "request", "statistic", "brief"} <= set(terms.objects())
    for group in (terms.objects(), terms.purposes(), terms.offences()):
        assert all(code == term.code and term.name and term.source for code, term in group.items())


def test_a_place_where_people_are_held_is_not_told_to_a_military_desk():
    item = Item("network", {"id": Sort.PLAIN, "province": Sort.PROVINCE}, offence="fraud", has_people_held=True)

    assert isinstance(ask(item=item), Allow)
    assert ask(item=item, recipient=replace(KH, desk=MILITARY_DESK)).withheld == {"province": "field.location"}


def test_a_refused_thing_has_no_part_and_its_preview_shows_no_value():
    refusal = ask(marking=None)

    with pytest.raises(errors.Refused, match="TLP:RED"):
        part(NETWORK, {"id": 1, "phones": ["+855…"]}, refusal)
    assert {seen.value for seen in preview(NETWORK, {"id": 1, "phones": ["+855…"]}, refusal)} == {None}


@pytest.mark.parametrize("text", ["TLP:AMBER+STRICT", "tlp:amber+strict", " TLP: AMBER+STRICT "])
def test_labels_are_read_as_people_write_them(text):
    assert TLP.read(text) is TLP.AMBER_STRICT


def test_the_white_of_the_first_edition_is_clear_and_nonsense_is_named():
    assert TLP.read("TLP:WHITE") is TLP.CLEAR
    with pytest.raises(errors.InputProblem, match="PURPLE"):
        TLP.read("TLP:PURPLE")
    with pytest.raises(errors.InputProblem, match="AMBER\\+STRICT"):
        PAP.read("PAP:AMBER+STRICT")


# ---- properties

names = st.frozensets(st.sampled_from(["KH", "VN", "TH", "KH-CCD", "VN-A05"]), max_size=3)
markings = st.builds(Marking, st.sampled_from(TLP), st.sampled_from(PAP), names, names, names, st.booleans())
purposes = st.sampled_from(["fraud.network", VICTIM_PURPOSE, *sorted(ACTIVE_PURPOSES)[:2]])
recipients = st.builds(
    Recipient,
    st.builds(Partner, st.sampled_from(["KH", "VN"]), st.sampled_from(Status)),
    st.sampled_from(["", "KH-CCD", "VN-A05"]),
    st.sampled_from(["", VICTIM_DESK, MILITARY_DESK]),
)
some = st.frozensets(st.sampled_from(["network", "report", "statistic"]))
agreements = st.none() | st.builds(
    Agreement,
    st.just("A-1"),
    st.sampled_from(["KH", "VN"]),
    some,
    st.frozensets(purposes),
    st.frozensets(st.sampled_from(["fraud", "trafficking"])),
    st.just(dt.date(2031, 1, 1)),
    st.sampled_from([None, dt.date(2031, 12, 31), dt.date(2031, 2, 1)]),
    st.sampled_from([frozenset(), frozenset({"KH-CCD"})]),
    st.sampled_from(Precision),
    st.frozensets(purposes),
    st.booleans(),
    st.none() | st.frozensets(st.sampled_from(["phone", "wallet"])),
    st.sampled_from(TLP),
    st.sampled_from(PAP),
)
fields = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(Sort), min_size=1)
items = st.builds(
    Item,
    st.sampled_from(["network", "report", "statistic"]),
    fields,
    st.sampled_from(["", "fraud", "trafficking"]),
    st.sampled_from([None, 3, 5, 900]),
    st.booleans(),
    st.frozensets(st.sampled_from("abcd")),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["phone", "wallet", "email"])),
)
MANY = settings(max_examples=1500, deadline=None)


def out(decision, item):
    """Names of the fields that may go."""
    if isinstance(decision, Refuse):
        return set()
    return set(item.fields) - (set(decision.withheld) if isinstance(decision, Redact) else set())


@MANY
@given(items, markings, recipients, agreements, purposes, st.sampled_from(TLP), st.sampled_from(PAP))
def test_a_stricter_label_never_lets_more_out(item, marking, recipient, agreement, purpose, tlp, pap):
    stricter = replace(marking, tlp=max(marking.tlp, tlp), pap=max(marking.pap, pap))

    assert out(decide(item, stricter, recipient, agreement, purpose, TODAY), item) <= out(
        decide(item, marking, recipient, agreement, purpose, TODAY), item
    )


@MANY
@given(items, markings, markings, recipients, agreements, purposes)
def test_a_thing_made_from_others_lets_out_no_more_than_each_of_them(item, a, b, recipient, agreement, purpose):
    whole = out(decide(item, strictest([a, b]), recipient, agreement, purpose, TODAY), item)

    assert whole <= out(decide(item, a, recipient, agreement, purpose, TODAY), item)
    assert whole <= out(decide(item, b, recipient, agreement, purpose, TODAY), item)
    assert strictest([a, b]) == strictest([b, a])


@MANY
@given(items, markings, recipients, agreements, purposes)
def test_a_partner_suspended_or_an_agreement_gone_stops_everything_but_the_public(
    item, marking, recipient, agreement, purpose
):
    stopped = replace(recipient, partner=replace(recipient.partner, status=Status.SUSPENDED))

    assert not decide(item, marking, stopped, agreement, purpose, TODAY)
    if marking.tlp is not TLP.CLEAR:
        assert not decide(item, marking, recipient, None, purpose, TODAY)


@MANY
@given(items, markings, recipients, agreements, purposes)
def test_a_narrower_agreement_never_lets_more_out(item, marking, recipient, agreement, purpose):
    if agreement is None:
        return
    before = out(decide(item, marking, recipient, agreement, purpose, TODAY), item)
    for narrower in (
        replace(agreement, kinds=frozenset()),
        replace(agreement, purposes=agreement.purposes - {purpose}),
        replace(agreement, offences=frozenset()),
        replace(agreement, location=Precision.NONE),
        replace(agreement, allows_people=False),
        replace(agreement, kept_open=frozenset()),
        replace(agreement, valid_to=dt.date(2031, 2, 1)),
        replace(agreement, identifiers=frozenset()),
        replace(agreement, tlp_ceiling=TLP.CLEAR),
        replace(agreement, pap_ceiling=PAP.CLEAR),
    ):
        assert out(decide(item, marking, recipient, narrower, purpose, TODAY), item) <= before


@MANY
@given(items, markings, recipients, agreements, purposes)
def test_sources_never_leave_and_victims_only_reach_victim_support(item, marking, recipient, agreement, purpose):
    gone = {item.fields[name] for name in out(decide(item, marking, recipient, agreement, purpose, TODAY), item)}

    assert Sort.SOURCE not in gone
    if recipient.desk != VICTIM_DESK or purpose != VICTIM_PURPOSE:
        assert Sort.VICTIM not in gone
        assert not (gone and marking.is_closed)


def test_of_nothing_the_strictest_label_is_made():
    assert strictest([]) == Marking(TLP.RED, PAP.RED)
