"""Payment codes: PromptPay, VietQR and KHQR built from their published layouts, and every way to break one."""

import binascii
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft import countries
from weft.kinds import payment_qr


def tlv(**tags):
    return "".join(f"{tag[1:]}{len(value):02d}{value}" for tag, value in tags.items())


PROMPTPAY_AID = "A000000677010111"


def promptpay(sub, value, name="SHOP"):
    inner = tlv(_00=PROMPTPAY_AID, **{f"_{sub}": value})
    return payment_qr.make({"00": "01", "01": "11", "29": inner, "53": "764", "54": "100.50", "58": "TH", "59": name})


def vietqr(bank, account):
    inner = tlv(_00="A000000727", _01=tlv(_00=bank, _01=account), _02="QRIBFTTA")
    return payment_qr.make({"00": "01", "01": "12", "38": inner, "53": "704", "58": "VN"})


def khqr(bakong):
    return payment_qr.make(
        {"00": "01", "29": tlv(_00=bakong), "53": "116", "58": "KH", "59": "INVENTED", "60": "Phnom Penh"}
    )


def test_the_crc_is_ccitt_false():
    # Source: the check value of CRC-16/CCITT-FALSE (CRC-16/IBM-3740) in the CRC catalogue is 29B1.
    assert payment_qr.crc("123456789") == "29B1"


def test_the_crc_is_that_of_a_bitwise_reading_of_the_standard():
    payload = promptpay("01", "0066812345678")[:-4]
    register = 0xFFFF
    for byte in payload.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1 ^ 0x1021 if register & 0x8000 else register << 1) & 0xFFFF

    assert payment_qr.crc(payload) == f"{register:04X}"
    assert binascii.crc_hqx(b"123456789", 0xFFFF) == 0x29B1


@pytest.mark.parametrize(
    ("code", "scheme", "payees"),
    [
        (promptpay("01", "0066812345678"), "promptpay", [("phone", "+66812345678")]),
        (promptpay("02", "1234567890121"), "promptpay", [("national_id", "TH:1234567890121")]),
        (promptpay("03", "004999012345678"), "promptpay", [("bank_account", "TH:EWALLET:004999012345678")]),
        (promptpay("04", "0041234567890"), "promptpay", [("bank_account", "TH::0041234567890")]),
        (promptpay("01", "0000000000000"), "promptpay", []),
        (khqr("invented@aclb"), "khqr", [("handle", "bakong:invented@aclb")]),
        (khqr("Invented@ABAA"), "khqr", [("handle", "bakong:invented@abaa")]),
        (payment_qr.make({"00": "01", "26": tlv(_00="com.example"), "58": "PH"}), "emv", []),
        (
            payment_qr.make({"00": "01", "26": tlv(_00="SG.PAYNOW", _01="0", _02="+6581234567"), "58": "SG"}),
            "paynow",
            [("phone", "+6581234567")],
        ),
    ],
)
def test_who_is_paid_comes_out_of_a_code(code, scheme, payees):
    assert payment_qr.read(code) == code
    assert payment_qr.parse(code).scheme == scheme
    assert [(one.kind, one.value) for one in payment_qr.inside(code)] == payees


def test_a_vietqr_names_the_bank_when_its_number_is_known_and_notes_the_number_when_not():
    known = countries.bank_by_bin("970436")
    (one,) = payment_qr.inside(vietqr("970436", "0011001234567"))
    (other,) = payment_qr.inside(vietqr("970999", "0011001234567"))

    assert (one.kind, one.value) == ("bank_account", f"VN:{known.code}:0011001234567")
    assert (other.value, other.notes) == ("VN::0011001234567", ("scheme:vietqr", "bin:970999"))


def test_what_a_code_says_can_be_read():
    code = payment_qr.parse(promptpay("01", "0066812345678", name="ร้านตัวอย่าง"))

    assert (code.country, code.currency, code.amount, code.merchant) == ("TH", "THB", Decimal("100.50"), "ร้านตัวอย่าง")
    assert not code.one_time
    assert payment_qr.parse(vietqr("970436", "1")).one_time
    assert payment_qr.parse(khqr("invented@aclb")).city == "Phnom Penh"
    assert payment_qr.KIND.show(promptpay("01", "0066812345678")) == "promptpay, SHOP, 100.50 THB"


def test_lengths_counted_in_bytes_are_read_too():
    name = "ร้าน"
    body = (
        "00020129" + f"37{tlv(_00=PROMPTPAY_AID, _01='0066812345678')}" + f"59{len(name.encode()):02d}{name}" + "6304"
    )
    code = body + payment_qr.crc(body)

    assert payment_qr.parse(code).merchant == name
    assert [one.value for one in payment_qr.inside(code)] == ["+66812345678"]


def test_a_crc_in_small_letters_is_the_same_code():
    code = vietqr("970436", "0011001234567")

    assert payment_qr.read(code[:-4] + code[-4:].lower()) == code
    assert payment_qr.read(f"  {code}\n") == code


CODE = promptpay("01", "0066812345678")


@pytest.mark.parametrize("at", range(len(CODE)))
def test_a_code_with_any_one_character_changed_dropped_or_doubled_is_refused(at):
    changed = "1" if CODE[at] != "1" else "2"

    assert payment_qr.read(CODE[:at] + changed + CODE[at + 1 :]) is None
    assert payment_qr.read(CODE[:at] + CODE[at + 1 :]) is None
    assert payment_qr.read(CODE[:at] + CODE[at] * 2 + CODE[at + 1 :]) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"00": "01", "29": "0016A0000", "58": "TH"},
        {"00": "01", "29": tlv(_00="A000000677010111"), "54": "1e5"},
        {"00": "01", "38": "", "54": "NaN"},
    ],
)
def test_a_code_with_broken_insides_pays_nobody(tags):
    code = payment_qr.make(tags)

    assert payment_qr.read(code) == code
    assert payment_qr.inside(code) == []
    assert payment_qr.parse(code).amount is None


def test_a_tag_that_stands_twice_is_refused():
    inner = tlv(_00=PROMPTPAY_AID, _01="0066812345678")
    other = tlv(_00=PROMPTPAY_AID, _01="0066899999999")
    body = f"000201{tlv(_29=inner)}{tlv(_29=other)}5802TH6304"

    assert payment_qr.read(body + payment_qr.crc(body)) is None


def test_a_cell_gives_the_code_and_behind_it_who_is_paid():
    cell = f"สแกน {CODE} แล้วโอน {CODE[:-1]}"

    found = payment_qr.KIND.clean(cell, "TH")

    assert [(one.kind, one.value) for one in found] == [("payment_qr", CODE), ("phone", "+66812345678")]
    assert all(cell[one.start : one.end] == CODE for one in found)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_code_is_found_in_any_text_around_it(before, after):
    text = before + CODE + after

    assert (len(before), len(before) + len(CODE)) in payment_qr.find(text)


@given(st.text(max_size=600))
def test_no_text_is_an_error(text):
    assert payment_qr.read(text) is None
    assert payment_qr.parse("000201" + text + "6304") is None or text


def test_a_mask_hides_everything_but_version_and_crc():
    assert payment_qr.KIND.mask(CODE) == "000201" + "*" * (len(CODE) - 10) + CODE[-4:]


@pytest.mark.parametrize("text", ["000201" * 10000, "6304AAAA" * 8000, "000201" + "6304AAAA" * 8000, "0" * 65536])
def test_hostile_text_holds_no_code(text):
    assert payment_qr.find(text) == []
