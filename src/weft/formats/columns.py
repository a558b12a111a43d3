"""Which column of a file holds what, from the words in its header and from what its cells hold.

Every decision carries its reason and how sure it is; ``weft columns FILE`` shows them, and a mapping file overrules any. Columns that
hold who reported (a victim's own phone, name, document) are told from columns about the scammer: they never become sightings.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from weft.formats import contents, dates, header_rows, headers, neighbours
from weft.formats.contents import Contents
from weft.formats.mapping import FIELDS, KIND_FIELDS

# One column each; a second one is kept as extra (a second story is searched as well).
_SINGLE: Final = ("report_id", "reported_on", "country", "language", "narrative", "amount", "currency", "category")
_STRONG: Final = 0.8
# A remark is a word or two, a story a sentence at least.
_TELLS_MORE: Final = 4
_ENOUGH: Final = 3
# Han characters that say of what both columns are: 证件, 联系.
_SHARED: Final = 2
# A header nobody knows over cells in which identifiers stand, each with a word or a proof of its own.
_FOUND: Final = 0.5
# Mean length of a cell with words in it, rather than a code or a mark.
_WORDS: Final = 8
# Where somebody read of it, or a picture of it: an address in such a column is no trace of the scammer, and would tie all reports of one source.
_ABOUT: Final = frozenset(
    {
        "source",
        "sources",
        "ref",
        "refs",
        "reference",
        "references",
        "citation",
        "image",
        "images",
        "screenshot",
        "attachment",
    }
)
# Days of what was reported, not of the report.
_HAPPENED: Final = frozenset(
    {
        "transaction",
        "transactions",
        "transfer",
        "incident",
        "violation",
        "event",
        "occurred",
        "occurrence",
        "verification",
    }
)
# Ways to reach somebody: a header that lists two of them has cells with either.
_CONTACTS: Final = frozenset({"phone", "handle", "email", "url"})
# "phish_detail_url", "report link": a page about it.
_DETAIL: Final = frozenset({"detail", "details", "report", "permalink", "evidence", "reporter"})
_PAGES: Final = frozenset({"url", "urls", "link", "links", "uri", "page"})
# "Address" is a wallet's in one list and a street's in another: only the cells can say.
_UNSURE: Final = frozenset({"address", "addresses"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column, what it was taken for, and why."""

    index: int
    header: str
    field: str
    sureness: float
    because: str
    example: str = ""
    searched: bool = False
    """Its text is searched for identifiers although it is not the narrative."""
    hint: int | None = None
    """Index of the column that names this one's bank or platform."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one file (or sheet) were recognised as."""

    columns: tuple[Column, ...]
    first_row: int = 1
    """How many of the file's first rows are title and header; data begin behind them."""
    has_header: bool = True
    file: str = ""
    format: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    country: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    notes: tuple[str, ...] = field(default=())

    def fields(self) -> dict[str, str]:
        """Header to field."""
        return {column.header: column.field for column in self.columns}

    def of(self, name: str) -> tuple[Column, ...]:
        """The columns taken for ``name``, in the file's order."""
        return tuple(column for column in self.columns if column.field == name)

    @property
    def settings(self) -> dict[str, str]:
        """What a mapping file says about the file as a whole."""
        named = {
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "country": self.country,
            "date_order": self.date_order,
        }
        return {name: value for name, value in named.items() if value}

    def as_json(self) -> dict[str, Any]:
        """Plain values, for ``weft columns --json``."""
        return {
            "file": self.file,
            "format": self.format,
            "has_header": self.has_header,
            "rows_before_data": self.first_row,
            "settings": self.settings,
            "columns": [
                {
                    "column": one.header,
                    "field": one.field,
                    "sureness": round(one.sureness, 2),
                    "because": one.because,
                    "example": one.example,
                }
                for one in self.columns
            ],
            "notes": list(self.notes),
        }


def recognise(
    header: Sequence[str] | None,
    sample_rows: Sequence[Sequence[str]],
    country: str | None = None,
    *,
    mapping: Mapping[str, Any] | None = None,
    known: Mapping[str, str] | None = None,
) -> Columns:
    """What each column is. Without ``header`` it is looked for in the first rows, and there may be none.

    ``mapping`` is a checked mapping file; ``known`` are fields the format itself fixes. Both outrank everything seen here.
    """
    skipped = 0
    notes: list[str] = []
    if header is None:
        place = header_rows.find(sample_rows, country)
        if place is None:
            # Titles may stand over data without names, too.
            notes.append("no header: the first row holds data" if sample_rows else "no rows")
            header, has_header = [], False
        else:
            header, has_header = header_rows.joined(sample_rows, place), True
            skipped = place + 1 + header_rows.below(sample_rows, place, country)
            sample_rows = sample_rows[skipped:]
    else:
        has_header = True
    width = max(len(header), _usual_width(sample_rows))
    names, duplicates = named([*header, *[""] * (width - len(header))])
    looked = [contents.look([row[index] for row in sample_rows if index < len(row)], country) for index in range(width)]
    overrule = dict(known or {}) | dict((mapping or {}).get("columns", {}))
    found = [_one(index, name, looked[index], overrule) for index, name in enumerate(names)]
    if not has_header:
        found = _bare_sums(found, looked)
    found = neighbours.settled(found, sample_rows, set(overrule))
    found = _paired(_beside_banks(_single(_typed(found, overrule), looked, overrule), looked))
    settings = (mapping or {}).get("file", {})
    dated = next((column for column in found if column.field == "reported_on"), None)
    order = settings.get("date_order")
    if order is None and dated is not None:
        order = dates.order_of((row[dated.index] for row in sample_rows if dated.index < len(row)), country).name
    return Columns(
        columns=tuple(found),
        first_row=skipped,
        has_header=has_header,
        country=country,
        date_order=order,
        notes=tuple(notes + [f"two columns are called {name!r}" for name in duplicates]),
    )


def named(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """(unique names, those that were met twice): a column without a name is ``column 3``, a second "phone" is ``phone (2)``."""
    names: list[str] = []
    duplicates: list[str] = []
    taken: set[str] = set()
    for index, written in enumerate(header, start=1):
        name = " ".join(written.replace("\ufeff", "").split()) or f"column {index}"
        if name in taken:
            duplicates.append(name)
            number = 2
            while f"{name} ({number})" in taken:
                number += 1
            name = f"{name} ({number})"
        taken.add(name)
        names.append(name)
    return names, duplicates


def _bare_sums(found: list[Column], looked: list[Contents]) -> list[Column]:
    """In a table without names that holds accounts, the one column of plain figures too short for any number of theirs is the sums."""
    if any(one.field == "amount" for one in found) or not any(one.field in {"bank", "bank_account"} for one in found):
        return found
    rivals = [
        one
        for one in found
        if one.field == "extra"
        and looked[one.index].share("amount") >= _STRONG
        and not looked[one.index].share("number")
        and not looked[one.index].running
    ]
    if len(rivals) == 1:
        because = "the only column of figures in a table of accounts without names"
        found[rivals[0].index] = replace(rivals[0], field="amount", sureness=0.4, because=because)
    return found


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Fields that most rows have; the odd row with more is a broken one and makes no column."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _one(index: int, name: str, seen: Contents, overrule: Mapping[str, str]) -> Column:
    example = seen.example[:60]
    if name in overrule:
        wanted = overrule[name]
        because = "the mapping or the format says so"
        if wanted == "searched":
            return Column(index, name, "extra", 1.0, because, example, searched=True)
        return Column(index, name, wanted, 1.0, because, example)
    said, sure, because = headers.best(name)
    if said == "reporter":
        return Column(index, name, "reporter", sure, because, example)
    words = set(headers.fold(headers.last_name(name)).split())
    if said == "report_id" and _ABOUT & words and seen.share("url") >= _STRONG:
        said = None
    if (
        said == "bank_account"
        and seen.share("bank") >= _STRONG
        and not seen.share("identifiers") + seen.share("number")
    ):
        said, because = "bank", "the cells name banks"
    if (_ABOUT & words or (_DETAIL & words and _PAGES & words)) and (said is None or sure < 0.95):
        return Column(
            index, name, "extra", 0.8, "the header names where it was read of, not what the scammer used", example
        )
    if seen.share("answer") >= 0.9 and said not in {"narrative", "report_id"}:
        # "By LINE (yes/no)" asks; nobody is called "yes".
        return Column(index, name, "extra", 0.9, f"{seen.share('answer'):.0%} of the cells answer yes or no", example)
    if said == "identifiers" and sure < 0.95 and seen.share("phone") >= _STRONG and headers.says(name, "phone"):
        said, because = "phone", f"the header names phones; {seen.share('phone'):.0%} of the cells agree"
    if said in _CONTACTS and len(headers.kinds_listed(name) & _CONTACTS) > 1:
        said, because = "identifiers", "the header lists several kinds"
    if seen.share("kind") >= _STRONG and said in {None, "category", "identifiers"}:
        return Column(index, name, "kind", seen.share("kind"), "the cells name kinds of identifiers", example)
    proven = _proven(seen, said)
    if proven:
        return Column(
            index,
            name,
            proven,
            seen.share(proven),
            f"{seen.share(proven):.0%} of the cells are {FIELDS[proven].removeprefix('identifiers of kind ')}",
            example,
        )
    if said in {None, "extra"} and sure < 0.95 and seen.share("found") >= _FOUND and seen.share("id") < 0.5:
        guess, share, why = _from_contents(index, name, seen)
        if guess == "extra":
            why = f"identifiers stand in {seen.share('found'):.0%} of the cells; it is searched"
            return Column(index, name, "extra", 0.5, why, example, searched=True)
        if said is None:
            return Column(index, name, guess, share, why, example)
    if said and not _contradicted(name, said, seen, sure):
        support = seen.share("money" if said == "amount" else said)
        if support >= _STRONG:
            because += f"; {support:.0%} of the cells agree"
        return Column(index, name, said, min(0.99, sure + 0.1 * support), because, example)
    guess, share, why = _from_contents(index, name, seen)
    if said:
        why = f"the header reads as {said}, but the cells do not; {why}"
    return Column(index, name, guess, share, why, example, searched=guess == "extra" and contents.is_long_text(seen))


def _proven(seen: Contents, wanted: str | None) -> str | None:
    """The kind that nearly all cells prove to be, where the header says another thing or nothing."""
    if wanted in {"narrative", "report_id", "identifiers", *contents.PROVEN} and seen.share(wanted or "") >= 0.5:
        return None
    if wanted in {"narrative", "identifiers"}:
        return None
    if wanted == "handle" and not seen.share("wallet") + seen.share("email") >= _STRONG:
        # Names on platforms have dots, and are given as links.
        return None
    for kind in contents.PROVEN:
        if seen.filled >= 1 and seen.share(kind) >= _STRONG and kind != wanted:
            # A page's address is also a domain's: the header's word decides between those two.
            return None if {kind, wanted} == {"url", "domain"} else kind
    return None


def _contradicted(name: str, wanted: str, seen: Contents, sure: float) -> bool:
    if wanted == "bank" and seen.share("identifiers") >= _STRONG and not seen.share("bank"):
        # "KBZ 12345678901": the bank and the account in one cell.
        return True
    if wanted in KIND_FIELDS and wanted != "bank_account" and seen.share("bank") >= _STRONG and not seen.share(wanted):
        # "Bank/Wallet" holds names of both.
        return True
    if seen.filled < 3:
        return False
    if wanted == "report_id":
        # The same few values again and again are no report's number.
        return (seen.filled >= 50 and seen.distinct < 0.1) or (sure < 0.9 and seen.distinct < 0.9)
    if wanted == "identifiers":
        # "Value" may be a sum's.
        return seen.share("amount") >= _STRONG and seen.share("number") < 0.2 and not seen.share("identifiers")
    if wanted == "bank":
        return seen.share("amount") >= _STRONG
    if wanted == "currency":
        return seen.share("amount") >= _STRONG
    if wanted == "reported_on":
        return seen.share("reported_on") < 0.2
    if wanted == "amount":
        return seen.share("amount") < 0.2
    if wanted == "wallet":
        words = headers.fold(name).split()
        return bool(_UNSURE & set(words)) and (len(words) == 1 or sure < 0.95) and seen.share("wallet") < 0.2
    if wanted == "phone":
        return seen.mean_length >= 200
    return False


def _from_contents(index: int, name: str, seen: Contents) -> tuple[str, float, str]:
    """(field, sureness, reason) for a header that says nothing we know."""
    if not seen.filled:
        return "extra", 0.0, "the column is empty in the sample"
    unnamed = name == f"column {index + 1}"
    for wanted, least, sure in (
        ("phone", _STRONG, 0.7),
        ("reported_on", 0.9, 0.6),
        ("country", 0.9, 0.7),
        ("device", 0.9, 0.7),
    ):
        share = seen.share(wanted)
        if share >= least and not (
            wanted in {"phone", "device"} and seen.share("id") == 1.0 and not unnamed and seen.mean_length < 8
        ):
            return wanted, sure * share, f"{share:.0%} of the cells read as {wanted}"
    if seen.share("bank") >= _STRONG and seen.mean_length < 40:
        return "bank", 0.6, f"{seen.share('bank'):.0%} of the cells name banks"
    if seen.share("currency") >= 0.9 and seen.mean_length <= 5:
        return "currency", 0.6, "the cells name currencies"
    if seen.share("amount") >= _STRONG and seen.share("sum") >= 0.5:
        # 0 and 20,000 stand among "50000 บาท" and "2 tỷ"; more than half must say that they are sums.
        return (
            "amount",
            0.6,
            f"{seen.share('amount'):.0%} of the cells are sums, most with a currency or a word of number",
        )
    if seen.share("identifiers") >= _STRONG:
        return "identifiers", 0.6, f"{seen.share('identifiers'):.0%} of the cells are identifiers"
    if index == 0 and seen.distinct == 1.0 and seen.share("id") >= 0.95 and seen.filled >= 2:
        return "report_id", 0.5, "the first column, and no value comes twice"
    if contents.is_long_text(seen):
        return "extra", 0.4, "long text in a column nobody recognised; it is searched for identifiers"
    return "extra", 0.3, "neither header nor cells say; kept as written"


def _single(found: list[Column], looked: list[Contents], overrule: Mapping[str, str]) -> list[Column]:
    """At most one column for each thing a report has once: the surest, then the first (for stories the longest)."""
    for wanted in _SINGLE:
        rivals = [column for column in found if column.field == wanted]
        if wanted == "report_id":
            rivals = _unique_first(rivals, looked)
        if wanted == "narrative":
            texts = [
                column
                for column in found
                if column.searched
                and column.field == "extra"
                and column.header not in overrule
                and not column.because.startswith("identifiers stand")
            ]
            longest = max(texts, key=lambda column: (looked[column.index].mean_length, -column.index), default=None)
            if longest is not None and _tells_more(longest, rivals, looked, overrule):
                found[longest.index] = replace(
                    longest, field="narrative", sureness=0.7 if rivals else 0.5, because="the longest text in the file"
                )
                rivals.insert(0, found[longest.index])
                rivals[1:] = [replace(column, sureness=min(column.sureness, 0.5)) for column in rivals[1:]]
            elif not rivals:
                _search_words(found, looked, overrule)
            rivals.sort(
                key=lambda column: (
                    column.header not in overrule,
                    -round(column.sureness, 1),
                    -looked[column.index].mean_length,
                    column.index,
                )
            )
        elif wanted == "report_id":
            rivals.sort(key=lambda column: column.header not in overrule)
        elif wanted == "reported_on":
            # "Time" beside "day of transfer": the one whose cells are days.
            rivals.sort(
                key=lambda column: (
                    column.header not in overrule,
                    looked[column.index].share(wanted) < 0.5,
                    bool(_HAPPENED & set(headers.fold(column.header).split())),
                    -column.sureness,
                    column.index,
                )
            )
        else:
            rivals.sort(key=lambda column: (column.header not in overrule, -column.sureness, column.index))
        for place, column in enumerate(rivals):
            if place:
                found[column.index] = replace(
                    column,
                    field="extra",
                    because=f"{column.because}; but {rivals[0].header!r} is the {wanted}",
                    searched=wanted == "narrative",
                )
            else:
                found[column.index] = replace(column, searched=False)
    return found


def _search_words(found: list[Column], looked: list[Contents], overrule: Mapping[str, str]) -> None:
    """In a file without a story, search the wordiest column that nobody recognised: "anything else?" may name an account."""
    wordy = [
        column
        for column in found
        if column.field == "extra"
        and column.header not in overrule
        and column.because.startswith("neither")
        and looked[column.index].mean_length >= _WORDS
        and looked[column.index].share("id") < 0.5
    ]
    if wordy:
        most = max(wordy, key=lambda column: (looked[column.index].mean_length, -column.index))
        because = "neither header nor cells say; the wordiest column of a file without a story is searched"
        found[most.index] = replace(most, because=because, searched=True)


def _tells_more(longest: Column, rivals: list[Column], looked: list[Contents], overrule: Mapping[str, str]) -> bool:
    """Whether a column of long text, whose header says nothing, is the story rather than those whose header says so ("Remarks: urgent")."""
    # A few rows prove nothing against a header.
    if any(column.header in overrule for column in rivals) or (rivals and looked[longest.index].filled < _ENOUGH):
        return False
    told = max((looked[column.index].mean_length for column in rivals), default=0.0)
    return looked[longest.index].mean_length > _TELLS_MORE * told


def _unique_first(rivals: list[Column], looked: list[Contents]) -> list[Column]:
    """Names that are all different before those that are not; a running number of the list's rows is the last resort."""
    return sorted(rivals, key=lambda column: (looked[column.index].running, -looked[column.index].distinct))


def _typed(found: list[Column], overrule: Mapping[str, str]) -> list[Column]:
    """Beside a column of types ("phone", "url") one column holds what is of that type, whatever each cell looks like by itself."""
    types = [column for column in found if column.field == "kind"]
    if not types or any(column.field == "identifiers" for column in found):
        return found
    place = types[0].index
    rivals = [
        one
        for one in found
        if one.field in {"extra", *KIND_FIELDS}
        and one.header not in overrule
        and (not one.because.startswith("the header") or _is_of(one.header, types[0].header))
    ]
    if not rivals:
        for column in types:
            if column.header not in overrule:
                found[column.index] = replace(column, field="category", because="the cells name kinds of contact")
        return found
    nearest = min(rivals, key=lambda one: (one.field == "extra", abs(one.index - place), one.index < place))
    because = f"{types[0].header!r} names what each cell is"
    found[nearest.index] = replace(nearest, field="identifiers", sureness=0.6, because=because, searched=False)
    return found


def _is_of(header: str, types: str) -> bool:
    """Whether two names begin alike, and differ in what follows: "ID type" and "ID number", "证件类型" and "证件号码"."""
    one, other = headers.fold(header), headers.fold(types)
    if one == other or not one or not other:
        return False
    return one.split()[0] == other.split()[0] if " " in one and " " in other else one[:_SHARED] == other[:_SHARED]


def _beside_banks(found: list[Column], looked: list[Contents]) -> list[Column]:
    """Where a column names banks and none their accounts, the nearest column of long numbers holds them."""
    banks = [column.index for column in found if column.field == "bank"]
    if not banks or any(column.field == "bank_account" for column in found):
        return found
    rivals = [
        column
        for column in found
        if column.field == "extra"
        and looked[column.index].share("number") >= _STRONG
        and not looked[column.index].running
    ]
    if rivals:
        nearest = min(rivals, key=lambda column: (abs(column.index - banks[0]), column.index))
        because = f"long numbers beside {found[banks[0]].header!r}, which names banks"
        found[nearest.index] = replace(nearest, field="bank_account", sureness=0.5, because=because)
    return found


def _paired(found: list[Column]) -> list[Column]:
    """Join each account and handle column with the column that names its bank or platform.

    The nearest, where its name does not tell ("acct2", "acct2_bank"); each serves one column while there are enough of them.
    """
    for hint, kinds_of in (
        ("bank", ("bank_account",)),
        ("platform", ("handle",)),
        ("kind", ("identifiers",)),
    ):
        naming = [column for column in found if column.field == hint]
        served = [column for column in found if column.field in kinds_of]
        pairs = sorted(
            (not _named_after(one, other), abs(one.index - other.index), one.index, other.index)
            for one in naming
            for other in served
        )
        used: set[int] = set()
        for _, _, place, index in pairs:
            if found[index].hint is None and (place not in used or len(naming) < len(served)):
                used.add(place)
                found[index] = replace(found[index], hint=place)
    return found


def _named_after(one: Column, other: Column) -> bool:
    """Whether one column's name begins with the other's: "acct2_bank" after "acct2"."""
    return headers.fold(one.header).startswith(f"{headers.fold(other.header)} ")


def is_kind(name: str) -> bool:
    """Whether a field holds identifiers of one kind."""
    return name in KIND_FIELDS
