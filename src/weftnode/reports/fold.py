"""The form in which text is searched: what people see as the same letters is the same text.

Case, width (ＡＢＣ), digits of every script and marks on Latin letters ("số tài khoản" = "so tai khoan") do not count; vowels and tones of
Thai, Lao, Khmer and Burmese do, since they make the word. Characters that nobody sees are left out.
"""

import unicodedata

# After every letter of a script that writes words in one or two letters, so that a word of two still gives pieces of three: the text
# index knows pieces of three letters only. A small letter that no language of ours uses, because PostgreSQL's index skips what is no letter.
MARK = "\u02ac"


class _Table(dict[int, str]):
    """Character code -> folded text, made when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _one(chr(code))
        return folded


def _one(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf" or char == MARK:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if char.isspace() or category == "Cc":
        return " "
    plain = unicodedata.normalize("NFKD", char)
    if plain[0].isascii():
        plain = "".join(one for one in plain if not unicodedata.combining(one))
    else:
        plain = unicodedata.normalize("NFKC", char)
    return {"đ": "d", "ø": "o", "ł": "l", "ı": "i"}.get(low := plain.casefold(), low)


_TABLE = _Table()


def is_short_script(char: str) -> bool:
    """Chinese characters, kana and Korean syllables: one or two of them are a word."""
    return (
        "\u3040" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uac00" <= char <= "\ud7a3"
        or char >= "\U00020000"
    )


def fold(text: str) -> str:
    """Text as it is compared. Runs of blanks are one blank."""
    # Latin letters may come with their marks as characters of their own: join them first so that one table entry sees both.
    joined = text if text.isascii() else unicodedata.normalize("NFC", text)
    folded = joined.translate(_TABLE)
    return " ".join(folded.split()) if "  " in folded else folded


class _Marked(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        marked = self[code] = char + MARK if is_short_script(char) else char
        return marked


_MARKED = _Marked()


def indexed(text: str) -> str:
    """Folded text as the index takes it in."""
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(_MARKED)


def pieces(asked: str) -> list[str]:
    """The pieces of three letters that a text must have to contain ``asked``; none when it is too short to look up."""
    whole = indexed(asked).strip()
    return sorted({whole[at : at + 3] for at in range(len(whole) - 2)})


def is_number(text: str) -> bool:
    """Digits with nothing between them but what people write in numbers."""
    folded = fold(text).strip()
    return sum(char.isdigit() for char in folded) >= 3 and all(char.isdigit() or char in "+-. ()" for char in folded)
