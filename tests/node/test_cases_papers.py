"""What is printed of a case, what the gate sees of it, and how a pot is shared."""

import datetime as dt
import io
from fractions import Fraction

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from weft import release
from weftnode.audit.models import Detail
from weftnode.cases import actions, freeze, things
from weftnode.cases.actions.measures import Details
from weftnode.cases.shapes import Form
from weftnode.partners import actions as partners
from weftnode.partners.models import Agreement, Partner, Sent

AT = dt.datetime(2026, 1, 5, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def case(ana, room):
    return actions.open_case(by=ana, room=room, title="Ring of the green line", tlp="AMBER", pap="AMBER")


@pytest.fixture
def measure(ana, case):
    details = Details(
        kind="bank_account", value="TH:KBANK:1234567890", as_written="123-4-56789-0", amount_minor=5_000_000, currency="THB", country="TH",
        reason="Somchai told of a caller", orderer="police", power="Decree, s. 7",
    )  # fmt: skip
    return actions.propose(by=ana, case=case, form=Form.FREEZE, details=details)


SHEET = {
    "summary": "A caller posed as the bank.", "victim": "R-12", "victim_place": "Hà Nội, VN", "from_bank": "Bank A", "from_account": "0011",
    "to_bank": "KBANK", "to_account": "123-4-56789-0", "to_place": "TH", "through_bank": "Bank C", "swift": "FT123", "sent_at": "24/11/2569 10:00",
    "further_credit": "none", "recall": "on",
}  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("en", "Request to hold funds"), ("vi", ""), ("th", "")])
def test_the_freeze_request_has_every_field_of_the_sheet(ana, measure, sign_in, language, words):
    browser = sign_in(ana)

    answer = browser.post(reverse("cases:freeze", args=[measure.pk]), SHEET | {"language": language, "as": "docx"})

    assert answer.status_code == 200
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(
        [one.text for one in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    for said in (*(value for name, value in SHEET.items() if name != "recall"), "50,000 THB", words):
        # Thai and Vietnamese write the sum with marks of their own.
        assert said in text or (said == "50,000 THB" and "THB" in text), said
    assert Detail.objects.filter(action="cases.freeze.printed").count() == 1


def test_the_freeze_request_as_pdf_carries_the_marking_of_the_case(ana, measure, sign_in):
    answer = sign_in(ana).post(reverse("cases:freeze", args=[measure.pk]), SHEET | {"language": "en", "as": "pdf"})

    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Disposition"] == f'attachment; filename="freeze-request-{measure.number}.pdf"'
    paper = freeze.paper(freeze.values(measure, SHEET | {"language": "en"}, "Ana"), "TLP:AMBER PAP:AMBER")
    assert paper.marking == "TLP:AMBER PAP:AMBER"


@pytest.fixture
def partner(db):
    from weft import release as gate

    made = Partner.objects.create(
        code="KH", country="KH", name="Example Kingdom", sort="state", status="active", made_by="x"
    )
    Agreement.objects.create(
        number="A-1", partner=made, title="MoU", kinds=["measure"], purposes=["asset.freeze"], offences=["fraud"], identifiers=["bank_account"],
        tlp=gate.TLP.AMBER.value, pap=gate.PAP.AMBER.value, valid_from=dt.date(2020, 1, 1), legal_basis="MoU", made_by="x",
        confirmed_by="y", confirmed_at=AT,
    )  # fmt: skip
    return made


def sent(ana, measure, partner, sign_in):
    # A freeze is noticed by the other side: PAP:AMBER would not allow it.
    green = {"tlp": release.TLP.AMBER.value, "pap": release.PAP.GREEN.value}
    partners.mark(by=ana, label="cases.measure", thing=measure.pk, why="to be frozen", **green)
    data = SHEET | {
        "language": "en", "as": "send", "victim": "R-12", "beneficiary": "Nguyen Van Example", "send-partner": partner.pk,
        "send-agreement": Agreement.objects.get().pk, "send-purpose": "asset.freeze", "send-why": "money is still there",
    }  # fmt: skip
    return sign_in(ana).post(reverse("cases:freeze", args=[measure.pk]), data)


def test_to_a_partner_the_sheet_leaves_through_the_door_without_what_may_not_go(ana, measure, partner, sign_in):
    answer = sent(ana, measure, partner, sign_in)

    parcel = Sent.objects.get()
    assert answer["Location"] == reverse("partners:parcel", args=[parcel.pk])
    [thing] = parcel.things.all()
    assert set(thing.withheld) == {"victim", "victim_place", "beneficiary"}
    assert {"summary", "to_account", "from_account", "amount", "power"} <= set(thing.went)
    assert b"Nguyen Van Example" not in bytes(parcel.data)


def test_to_a_suspended_partner_no_sheet_goes_and_nothing_typed_is_lost(ana, measure, partner, sign_in):
    Partner.objects.filter(pk=partner.pk).update(status="suspended")

    answer = sent(ana, measure, partner, sign_in)

    assert answer.status_code == 422
    assert "A caller posed as the bank." in answer.content.decode()
    assert Sent.objects.count() == 0
    assert Detail.objects.filter(action="partners.outbound.refused").count() == 1


def test_a_sheet_without_an_account_is_refused_and_keeps_what_was_typed(ana, measure, sign_in):
    answer = sign_in(ana).post(reverse("cases:freeze", args=[measure.pk]), SHEET | {"language": "en", "to_account": ""})

    assert answer.status_code == 422
    assert "A caller posed as the bank." in answer.content.decode()


def test_the_gate_sees_a_measure_without_its_free_text_and_nothing_of_people(ana, measure, case):
    actions.add_person(by=ana, case=case, token="P-4711")
    thing = things.measure(ana, measure.pk)

    assert thing.item.fields["reason"] is release.Sort.NARRATIVE
    assert thing.item.fields["bank_account"] is release.Sort.IDENTIFIER
    assert set(thing.values) == set(thing.item.fields)
    assert "P-4711" not in str(thing.values)
    assert (thing.marking.tlp, thing.marking.pap) == (release.TLP.AMBER, release.PAP.AMBER)


def test_a_case_that_nobody_marked_is_red(ana, room):
    case = actions.open_case(by=ana, room=room, title="Plain")

    assert things.marking(case) == release.Marking()


def test_changing_the_marking_of_a_case_changes_what_the_gate_reads(ana, case):
    partners.mark(
        by=ana,
        label="cases.case",
        thing=case.pk,
        why="for them",
        tlp=release.TLP.GREEN.value,
        pap=release.PAP.GREEN.value,
        named=["KH"],
    )
    assert things.marking(case).tlp is release.TLP.GREEN

    actions.change_case(
        by=ana, case=case, title="x", about="", file_number="", leader=None, countries=[], tlp="RED", pap="RED"
    )

    case.refresh_from_db()
    assert (things.marking(case).tlp, things.marking(case).named) == (release.TLP.RED, frozenset({"KH"}))


def test_a_joint_case_says_with_whom(ana, room, sign_in):
    partner = Partner.objects.create(code="KH", country="KH", name="Kingdom of Invention", made_by="x")
    case = actions.open_case(by=ana, room=room, title="Joint", partners=[partner])

    page = sign_in(ana).get(reverse("cases:case", args=[case.pk])).content.decode()

    assert "Kingdom of Invention" in page


# Restitution.


def share(ana, sign_in, **given):
    return sign_in(ana).post(reverse("cases:restitution"), {"pot": "100 THB", "claims": "a\t100\nb\t200"} | given)


def test_a_pot_is_shared_and_each_step_is_told(ana, sign_in):
    page = share(ana, sign_in).content.decode()

    assert "100 THB for losses of 300 THB" in page
    assert "66.67" in page


@pytest.mark.parametrize(
    "claims",
    [
        "reference;loss\na;100\nb;200", "a,100\nb,200", "a 100\nb 200", "a\t100 THB\n\nb\t200 baht\n", '"a","100"\n"b","200.00"',
    ],
)  # fmt: skip
def test_tables_are_read_however_they_were_copied(ana, sign_in, claims):
    answer = share(ana, sign_in, claims=claims, **{"as": "csv"})

    assert answer.content.decode("utf-8-sig").splitlines() == [
        "reference,loss,payment,missing,currency", "a,100.00,33.33,66.67,THB", "b,200.00,66.67,133.33,THB",
    ]  # fmt: skip


def test_a_csv_file_in_a_legacy_encoding_is_read(ana, sign_in):
    file = SimpleUploadedFile("claims.csv", "ผู้เสียหาย,ความเสียหาย\nR-1,100\nR-2,200\n".encode("tis-620"))

    answer = share(ana, sign_in, claims="", file=file, **{"as": "csv"})

    assert "R-2,200.00,66.67,133.33,THB" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"claims": "a\t100\na\t200"}, "stands already in line 1"),
        ({"claims": "a\t100\nb\tmuch"}, "Line 2"),
        ({"claims": "a\t100\nb\t5 USD"}, "the pot is in THB, this loss in USD"),
        ({"claims": ""}, "at least one loss"),
        ({"pot": "100"}, "Write the currency"),
        ({"pot": "100 zorkmids"}, "zorkmids"),
        ({"pot": "-5 THB"}, "below zero"),
        ({"least": "5 USD"}, "in THB"),
    ],
)
def test_what_cannot_be_shared_is_said_and_nothing_is_lost(ana, sign_in, given, said):
    answer = share(ana, sign_in, **given)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert given.get("pot", "100 THB") in answer.content.decode()


def test_ten_thousand_victims_are_paid_to_the_last_unit(ana, sign_in):
    claims = "\n".join(f"V-{n}\t{n + 1}" for n in range(10_000))

    answer = share(ana, sign_in, pot="1,000,000 THB", claims=claims, **{"as": "csv"})

    rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()[1:]]
    assert sum(Fraction(paid) for _, _, paid, _, _ in rows) == 1_000_000
    assert all(Fraction(paid) <= Fraction(loss) for _, loss, paid, _, _ in rows)


def test_a_reference_that_a_spreadsheet_would_run_is_made_harmless(ana, sign_in):
    answer = share(ana, sign_in, claims="=1+1\t100\nb\t200", **{"as": "csv"})

    assert "'=1+1,100.00" in answer.content.decode("utf-8-sig")


def test_printing_does_not_wait_for_the_fields_of_sending(ana, measure, sign_in, partner):
    """Both are one form: the browser must not ask for a partner when only a paper is wanted."""
    page = sign_in(ana).get(reverse("cases:freeze", args=[measure.pk])).content.decode()

    assert '<button name="as" value="pdf" formnovalidate>' in page
    assert 'name="send-partner"' in page


def test_the_sheet_asks_for_the_tainted_amount_and_not_for_all_that_is_held(ana, measure):
    actions.place_hold(
        by=ana,
        measure=measure,
        placed_at=measure.made_at,
        tainted_minor=2_000_000,
        held_minor=5_000_000,
        excess_because="whole account",
    )

    assert freeze.values(measure, SHEET | {"language": "en"}, "Ana")["amount"] == "20,000 THB"
