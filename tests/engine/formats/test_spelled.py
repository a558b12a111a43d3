"""Sums in words, in the languages of the region."""

from decimal import Decimal

import pytest

from weft.formats import amounts, spelled


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("five thousand dollars", 5000, "USD"),
        ("Two hundred fifty thousand three hundred", 250_300, None),
        ("one million two hundred thousand baht", 1_200_000, "THB"),
        ("one lakh fifty thousand rupees", 150_000, "INR"),
        ("ห้าหมื่นบาท", 50_000, "THB"),
        ("สามสิบห้าล้านบาทถ้วน", 35_000_000, "THB"),
        ("สองแสนห้าหมื่น", 250_000, None),
        ("สองล้านครึ่ง", 2_500_000, None),
        ("ยี่สิบเอ็ดพันบาท", 21_000, "THB"),
        ("năm triệu đồng", 5_000_000, "VND"),
        ("hai mươi lăm triệu", 25_000_000, None),
        ("một tỷ rưỡi", 1_500_000_000, None),
        ("nam trieu dong", 5_000_000, "VND"),
        ("五十万元", 500_000, "CNY"),
        ("壹拾贰万叁仟元整", 123_000, "CNY"),
        ("一億二千萬", 120_000_000, None),
        ("오십만원", 500_000, "KRW"),
        ("삼천오백만 원", 35_000_000, "KRW"),
        ("lima ribu ringgit", 5000, "MYR"),
        ("dua belas juta rupiah", 12_000_000, "IDR"),
        ("seratus lima puluh ribu", 150_000, None),
        ("ហាសិបម៉ឺនរៀល", 500_000, "KHR"),
        ("ຫ້າລ້ານກີບ", 5_000_000, "LAK"),
        ("ငါးသိန်းကျပ်", 500_000, "MMK"),
    ],
)
def test_a_sum_in_words(text, value, currency):
    country = {"CNY": "CN", "KRW": "KR", "INR": "IN"}.get(currency)

    assert amounts.parse(text, country) == amounts.Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    [
        "two callers",
        "one",
        "สอง",
        "ไม่เสียหาย",
        "none lost",
        "a few thousand people",
        "三人",
        "이사",
        "sau",
        "bay",
        "a",
        "m",
        "không",
    ],
)
def test_words_that_are_no_sum(text):
    assert spelled.read(text) is None


def test_a_column_of_sums_in_words_and_figures(give):
    text = 'id,loss,phone\nR1,ห้าพันบาท,0812345678\nR2,"12,000",0812345679\nR3,ไม่มี,0812345670\n'

    assert give({"a.csv": text}).reports["amount"].to_pylist() == [Decimal(5000), Decimal(12000), None]
