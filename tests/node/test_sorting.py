"""Names stand where their reader looks for them, in eight languages; however they are written, and whatever order they come in."""

import random
import unicodedata

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from weftnode.accounts import roles
from weftnode.diplomacy.models import Official
from weftnode.ui import sorting

# Each in the order of its dictionaries.
ORDERED = {
    "vi": ["An", "Anh", "Ăn", "Âu", "Bình", "Châu", "Dung", "Đào", "Em", "Ếch", "Hoa", "Ong", "Ôn", "Ơn", "Uyên", "Ưng", "Yến"],
    "vi tones": ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mẹ"],
    "vi whole names": ["Lê Văn Anh", "Lê Văn Ánh", "Lê Văn Bảo", "Nguyễn An", "Nguyễn Ân", "Phạm Đức"],
    "th": ["กบ", "กา", "ก่า", "ก้า", "กาง", "เก", "แก", "ขา", "เขา", "ไข", "คน", "เมือง", "ยาย", "อาย"],
    "lo": ["ກາ", "ເກ", "ຂາ", "ເຂ", "ຄົນ", "ມາ", "ແມ"],
    "km": ["កា", "ខា", "គា", "ចាន់", "សុខ"],
    "my": ["ကို", "ခင်", "စိုး", "မောင်", "အောင်"],
    "zh-hans": ["白雪", "陈明", "李华", "刘洋", "王芳", "张伟", "赵敏"],
    "ko": ["가람", "김철수", "나라", "박영희", "이순신", "하나"],
    "en": ["abe", "Ádám", "Adams", "Bob", "Đorđe", "Dork", "zoë", "Zoe B"],
    "th first, then Latin": ["กา", "Anna", "李华"],
    "zh-hans first, then Latin": ["李华", "Anna", "กา"],
}  # fmt: skip


@pytest.mark.parametrize("what", ORDERED)
def test_names_stand_where_their_reader_looks(what):
    wanted = ORDERED[what]
    language = what.split()[0]
    for seed in range(5):
        mixed = random.Random(seed).sample(wanted, len(wanted))
        assert sorting.by_name(((name, name) for name in mixed), language) == wanted


@pytest.mark.parametrize("what", ORDERED)
def test_how_a_name_is_encoded_does_not_matter(what):
    language = what.split()[0]
    for name in ORDERED[what]:
        apart = unicodedata.normalize("NFD", name)
        assert sorting.key(apart, language)[:2] == sorting.key(unicodedata.normalize("NFC", name), language)[:2]


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=12), st.sampled_from(["vi", "th", "lo", "km", "my", "zh-hans", "ko", "en"]))
def test_any_text_has_a_place(text, language):
    assert sorting.key(text, language) == sorting.key(text, language)
    assert sorting.key(text, language)[-1] == text
    assert sorting.by_name([(1, text), (2, text + "x")], language)[0] == 1 or not text.isascii()


def test_pages_of_officials_go_on_in_the_order_of_their_reader(officer, room, sign_in, monkeypatch):
    monkeypatch.setattr("weftnode.diplomacy.queries.PAGE", 5)
    names = ORDERED["vi"]
    for name in random.Random(1).sample(names, len(names)):
        Official.objects.create(compartment=room, name=name, country="VN", made_by="x")
    browser = sign_in(officer("lia", roles.Liaison, rooms=[room]))
    browser.post(reverse("ui:language"), {"language": "vi"})

    seen = []
    for number in range(1, 5):
        page = browser.get(reverse("diplomacy:officials"), {"page": number})
        seen += [one.name for one in page.context["page"]]
    assert seen == names
