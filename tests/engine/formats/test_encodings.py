"""Encodings of the region, told from bytes alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.formats import encodings

STORIES = {
    "cp874": "ผู้เสียหายได้รับโทรศัพท์จากเบอร์ 081-234-5678 อ้างว่าเป็นตำรวจ ให้โอนเงินเข้าบัญชี",
    "gb18030": "受害人称接到电话自称公安局，要求转账到银行账户，损失5万元。后来发现网站打不开。",
    "cp950": "被害人表示接到電話自稱檢察官，要求轉帳到銀行帳戶，損失五萬元，後來網站打不開。",
    "cp949": "피해자는 검찰을 사칭한 전화를 받고 계좌로 500만원을 송금하였습니다. 이후 연락이 두절됨.",
    "cp932": "被害者は警察を名乗る電話を受け、指定された口座に５０万円を振り込みました。",
    "cp1252": "Le monsieur a reçu un appel téléphonique d'une société fictive à Genève.",
}
VIETNAMESE = "Nạn nhân nhận được cuộc gọi từ số lạ tự xưng công an, yêu cầu chuyển tiền vào tài khoản"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As a Vietnamese Windows wrote it: letter with its hat or horn, then the tone mark apart."""
    spelled = ""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        spelled += unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)) + "".join(
            part for part in parts if part in TONES
        )
    return spelled.encode("cp1258")


@pytest.mark.parametrize("name", STORIES)
def test_a_legacy_encoding_is_told_by_the_writing_it_makes(name):
    data = f"id,story\n1,{STORIES[name]}\n".encode(name)

    assert encodings.detect(data).name == name


@pytest.mark.parametrize("name", ["cp874", "gb18030", "cp950", "cp949"])
@pytest.mark.parametrize("start", [0, 5, 11, 17])
def test_a_dozen_characters_are_enough(name, start):
    data = STORIES[name][start : start + 12].encode(name)

    assert encodings.detect(data).name == name


def test_windows_1258_is_told_from_western_letters():
    assert encodings.detect(windows_1258(VIETNAMESE)).name == "cp1258"


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", ["id,เบอร์\n1,๐๘๑\n", "id,phone\n1,0812345678\n", "id,電話\r\n1,0912345678\r\n"])
def test_a_byte_order_mark_is_believed(name, text):
    mark = "\ufeff".encode(name)

    found = encodings.detect(mark + text.encode(name))

    assert (found.name, found.bom) == (name, len(mark))


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["id,phone\n1,0812345678\n", "id,เบอร์โทรศัพท์\n1,0812345678\n", "编号,电话\n1,13800000000\n"]
)
def test_utf_16_without_a_mark_is_seen_by_its_zero_bytes(name, text):
    assert encodings.detect(text.encode(name)).name == name


def test_plain_ascii_is_utf_8():
    found = encodings.detect(b"id,phone\n1,0812345678\n")

    assert (found.name, found.clean, found.sure) == ("utf-8", True, True)


def test_utf_8_with_a_few_bad_bytes_stays_utf_8():
    data = ("id,story\n" + f"1,{STORIES['cp874']}\n" * 20).encode() + b"21,bro\xe9ken\n"

    found = encodings.detect(data)

    assert (found.name, found.clean) == ("utf-8", False)


def test_a_row_in_another_encoding_is_read_in_that_one():
    line = STORIES["cp874"].encode("cp874").decode("utf-8", errors="surrogateescape")

    assert encodings.mend(line) == (STORIES["cp874"], "cp874")


def test_one_bad_byte_becomes_the_replacement_character():
    assert encodings.mend("bro\udce9ken ผู้เสียหาย") == ("bro\ufffdken ผู้เสียหาย", None)


def test_the_country_tips_the_scale():
    short = "转账".encode("gb18030")

    assert encodings.detect(short, "CN").name == "gb18030"


@pytest.mark.parametrize("name", [*STORIES, "utf-8"])
def test_the_same_bytes_get_the_same_answer(name):
    data = (STORIES.get(name, VIETNAMESE) * 50).encode(name)

    assert encodings.detect(data) == encodings.detect(bytes(bytearray(data)))


@given(st.binary(max_size=400))
def test_any_bytes_are_answered_without_an_error(data):
    found = encodings.detect(data)

    data[found.bom :].decode(found.name, errors="replace")
