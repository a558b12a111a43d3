"""One identifier, every spelling: what is shown reads back, and what people write for one number meets in one value."""

import pytest

from weft import countries, kinds
from weft.testing import labelled

THAI, KHMER, LAO, BURMESE, WIDE, DEVANAGARI, ARABIC = ("๐", "០", "໐", "၀", "０", "०", "٠")


def digits_from(zero, text):
    return "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in text)


def values(text, country, kind):
    return [one.value for one in kinds.find(text, country) if one.kind == kind]


# A payment code is shown by what it says; its letters do not fit a page.
@pytest.mark.parametrize("name", sorted({one.name for one in kinds.KINDS} - {"payment_qr"}))
def test_what_is_shown_of_a_value_reads_back_as_the_value(name):
    kind = kinds.kind(name)
    known = {value for text in labelled.texts(1_500, 20_260_777) for what, value in text.labels if what == name}

    read = {value: [one.value for one in kind.clean(kind.show(value), None) if one.kind == name] for value in known}

    assert len(known) > 50
    assert read == {value: [value] for value in known}


@pytest.mark.parametrize(
    ("country", "value", "local", "label"),
    [
        ("TH", "+66810712345", "0810712345", "โทร"),
        ("VN", "+84950123456", "0950123456", "sđt"),
        ("KH", "+85587012345", "087012345", "ទូរស័ព្ទ"),
        ("LA", "+8562055112233", "02055112233", "ເບີໂທ"),
        ("MM", "+959262123456", "09262123456", "ဖုန်း"),
        ("KR", "+821012345678", "01012345678", "전화"),
        ("JP", "+818099001122", "08099001122", "電話"),
        ("MY", "+601143123456", "01143123456", "telefon"),
        ("ID", "+6281234567890", "081234567890", "telepon"),
        ("PH", "+639051234567", "09051234567", "number"),
        ("TW", "+886912345678", "0912345678", "電話"),
        ("IN", "+919876501234", "09876501234", "फोन"),
    ],
)
def test_all_spellings_of_a_phone_meet(country, value, local, label):
    rest = local[1:]
    code = value[1 : len(value) - len(rest)]
    grouped = f"{local[:3]}-{local[3:6]}-{local[6:]}"
    keycaps = "".join(f"{char}\ufe0f\u20e3" for char in local)
    spellings = [
        local,
        grouped,
        grouped.replace("-", " "),
        grouped.replace("-", "."),
        f"({local[:3]}) {local[3:6]}-{local[6:]}",
        f"+{code}{rest}",
        f"+{code} {rest[:2]} {rest[2:5]} {rest[5:]}",
        f"+{code} (0){rest}",
        f"+{code} (0) {rest[:2]}-{rest[2:]}",
        f"00{code}{rest}",
        f"{code}{rest}",
        f"＋{digits_from(WIDE, code + rest)}",
        "\u200b".join(local),
        f"\u2066{local}\u2069",
        keycaps,
        *(digits_from(zero, local) for zero in (THAI, KHMER, LAO, BURMESE, WIDE, DEVANAGARI, ARABIC)),
        local[0].replace("0", "O") + local[1:].replace("1", "l", 1),
    ]

    found = {one: values(f"{label}: {one}", country, "phone") for one in spellings}

    assert found == {one: [value] for one in spellings}


@pytest.mark.parametrize(
    ("first", "text", "country"),
    [
        ("+66810726611", "081-072-6610/1", "TH"),
        ("+66810726611", "081-072-6610/11", "TH"),
        ("+85587012779", "087 012 778 / 779", "KH"),
        ("+821012345679", "+82 10-1234-5678/9", None),
    ],
)
def test_digits_behind_a_slash_are_a_second_number(first, text, country):
    found = values(f"tel {text}", country, "phone")

    assert len(found) == 2
    assert found[1] == first


@pytest.mark.parametrize(
    "text", ["call 081-072-6610/2568", "call 081-072-6610 / 12/08/2568", "081-072-6610/1234 Moo 5"]
)
def test_years_and_houses_behind_a_slash_are_no_numbers(text):
    assert values(text, "TH", "phone") == ["+66810726610"]


@pytest.mark.parametrize(
    "text",
    [
        "scam-bank99.com", "scam-bank99[.]com", "scam-bank99(.)com", "scam-bank99[dot]com", "scam-bank99 (dot) com",
        "scam-bank99 dot com", "scam-bank99 .com", "scam-bank99\u200b.com", "SCAM-BANK99.COM", "ｓｃａｍ－ｂａｎｋ９９．ｃｏｍ",
        "scam-bank99。com", "scam-bank99 ดอท com", "scam-bank99쩜com", "scam-bank99点com", "hxxp://scam-bank99[.]com",
        "https[:]//www.scam-bank99.com/", "http://scam-bank99.com",
    ],
)  # fmt: skip
def test_all_spellings_of_a_site_meet(text):
    assert values(f"see {text} now", None, "domain") == ["scam-bank99.com"]


@pytest.mark.parametrize(
    "text",
    [
        "j.doe_9@secure-mail.org", "j.doe_9[at]secure-mail[dot]org", "j.doe_9(at)secure-mail.org", "j.doe_9(a)secure-mail.org",
        "j.doe_9 [@] secure-mail [.] org", "j.doe_9＠secure-mail.org", "j.doe_9 at secure-mail dot org",
        "j.doe_9 แอท secure-mail ดอท org", "j.doe_9골뱅이secure-mail닷org", "j.doe_9☆secure-mail.org（☆を@に）",
        "j.doe_9#secure-mail.org (#换成@)", "mailto:j.doe_9@secure-mail.org",
    ],
)  # fmt: skip
def test_all_spellings_of_an_address_meet(text):
    assert values(f"mail {text}", None, "email") == ["j.doe_9@secure-mail.org"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("hộ chiếu C1234567", "VN"),
        ("หนังสือเดินทางเวียดนาม C1234567", "TH"),
        ("Vietnamese passport C1234567", "KH"),
        ("passport of Vietnam: C1234567", None),
        ("越南护照C1234567", "CN"),
        ("베트남 여권 C1234567", "KR"),
        ("លិខិតឆ្លងដែនវៀតណាម C1234567", "KH"),
        ("ໜັງສືຜ່ານແດນ ຫວຽດນາມ C1234567", "LA"),
        ("paspor Vietnam C1234567", "ID"),
    ],
)
def test_a_passport_meets_itself_across_borders_where_its_country_is_named(text, country):
    assert values(text, country, "passport") == ["VN:C1234567"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("บัตรประชาชน 4-5756-77460-50-6", "TH"),
        ("Thai ID card 4575677460506", "KH"),
        ("泰国身份证 4575677460506", "CN"),
        ("CCCD Thái Lan 4575677460506", "VN"),
        ("เลขประจำตัวประชาชน ๔๕๗๕๖๗๗๔๖๐๕๐๖", "TH"),
    ],
)
def test_a_citizens_number_meets_itself_across_borders(text, country):
    assert values(text, country, "national_id") == ["TH:4575677460506"]


@pytest.mark.parametrize("text", ["12/OUKAMA(N)123456", "၁၂/ဥကမ(နိုင်)၁၂၃၄၅၆", "12/ဥကမ(နိုင်)123456"])
def test_a_card_of_myanmar_meets_itself_in_both_scripts(text):
    assert values(f"မှတ်ပုံတင် {text}", "MM", "national_id") == ["MM:12/OUKAMA(N)123456"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("一六五三三三三四四四六", "CN"),
        ("一六五，三三三三，四四四六", "CN"),
        ("幺六五三三三三四四四六", "CN"),
    ],
)
def test_digits_in_words_are_a_number(text, country):
    assert values(f"电话{text}", country, "phone") == ["+8616533334446"]


def test_a_thai_phone_in_a_report_from_elsewhere_is_read_as_thai():
    for text in (
        "Thai phone 081-071-2345",
        "เบอร์ไทย 081-071-2345",
        "🇹🇭 081-071-2345",
        "TH: 081-071-2345",
        "泰国电话081-071-2345",
    ):
        assert values(text, "KH", "phone") == ["+66810712345"]


@pytest.mark.parametrize("country", countries.known())
def test_public_lines_in_text_are_the_services_that_tie_nobody(country):
    services = countries.services()
    lines = [one.value for one in countries.get(country).services if one.kind == "phone"]
    found = [
        (text, one.value)
        for value in lines
        for text in (value.removeprefix(f"{country}:"), value.replace("+", "00"), value[:6] + "-" + value[6:])
        for one in kinds.find(f"call the hotline {text} now", country)
        if one.kind == "phone" and ("phone", one.value) not in services
    ]

    assert lines
    assert found == []
