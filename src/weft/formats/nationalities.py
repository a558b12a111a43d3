"""The country whose passport or card somebody holds, from a column of nationalities: words for people, not for places."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from weft import countries
from weft.formats import headers

if TYPE_CHECKING:
    from weft.formats.columns import Column

_HEADERS: Final = frozenset(
    ["nationality", "nationalities", "citizenship", "citizen of", "quốc tịch", "สัญชาติ", "สัญชาด", "សញ្ជាតិ", "ສັນຊາດ", "နိုင်ငံသား", "国籍", "國籍", "국적", "warganegara", "kewarganegaraan", "kewarganegaran", "issuing country", "country of issue", "passport country", "nơi cấp"]
)  # fmt: skip
# Words for their people, where these are not the country's name: everyday English and Malay.
_PEOPLE: Final = {
    "TH": "thai", "VN": "vietnamese viet", "KH": "cambodian khmer", "LA": "lao laotian", "MM": "burmese myanma", "CN": "chinese prc",
    "KR": "korean", "MY": "malaysian", "SG": "singaporean", "PH": "filipino filipina philippine pilipino", "ID": "indonesian",
    "US": "american", "JP": "japanese", "TW": "taiwanese", "HK": "hongkonger", "IN": "indian", "NP": "nepali nepalese", "BD": "bangladeshi",
    "PK": "pakistani", "KE": "kenyan", "ET": "ethiopian", "UG": "ugandan", "LK": "sri lankan", "NG": "nigerian", "GB": "british",
}  # fmt: skip


def column(columns: Sequence["Column"]) -> "Column | None":
    """The column of nationalities, if there is one."""
    return next((one for one in columns if headers.fold(one.header) in _HEADERS), None)


@lru_cache(maxsize=4096)
def country_of(cell: str) -> str | None:
    """The country that a cell of such a column names, by its own name or by its people's."""
    return countries.country_named(cell) or _people().get(headers.fold(cell)) if cell.strip() else None


@lru_cache(maxsize=1)
def _people() -> dict[str, str]:
    found = {word: code for code, words in _PEOPLE.items() for word in words.split()}
    return found | {"sri lankan": "LK", "hong konger": "HK"}
