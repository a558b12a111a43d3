"""What is there for each country, and how much of it is cited: the tables of ``docs/reference/countries.md``.

``python -m weft.countries.overview`` prints the page; a test holds the page in the repository against it.
"""

import sys

from weft.countries.files import get, known, language, languages
from weft.countries.records import Cited, Country

_HEAD = """# Countries

What Weft knows of each country, and how much of it has a public source. This page is made from the data files
(`src/weft/countries/*/country.toml`) by `python -m weft.countries.overview`; a test keeps it in step.

"Cited" counts rows with a source in the file; the others say `unverified = true`. The unverified help to recognise (a bank's
name in a story) and never refuse anything; where one damps a tie, the list of damped values says "(unverified)" beside its name.
Spellings of banks, header words and scam words are what people write; nobody publishes those, so they carry no citation.
A bank counts as cited when a source stands for the bank and its number.
"""


def page() -> str:
    """The whole page, Markdown."""
    countries = [get(code) for code in known()]
    parts = [_HEAD, _summary(countries), "## What each file rests on", ""]
    for country in countries:
        parts += [f"### {country.name} ({country.code})", "", *_sources(country), ""]
    parts += ["## Words", "", *_words(), ""]
    return "\n".join(parts).rstrip() + "\n"


def _share(rows: list[bool]) -> str:
    return f"{sum(rows)} of {len(rows)}" if rows else "–"


def _summary(countries: list[Country]) -> str:
    lines = [
        "| country | code | currency | banks cited | account lengths | public lines and sites cited | payments cited | state domains |",
        "| --- | --- | --- | ---: | --- | ---: | ---: | --- |",
    ]
    for one in countries:
        accounts = dict(one.citations)["accounts"]
        lengths = " ".join(map(str, one.bank_account_digits)) or "not known"
        mark = "" if accounts.verified or not one.bank_account_digits else " (unverified)"
        cells = (
            f"{one.name} ({one.code})",
            f"+{one.calling_code}",
            one.currency,
            _share([bank.verified for bank in one.banks]),
            lengths + mark,
            _share([service.verified for service in one.services]),
            _share([payment.verified for payment in one.payments]),
            " ".join(f"`{suffix}`" for suffix in one.government_suffixes),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _sources(country: Country) -> list[str]:
    lines = [f"- {group}: {_cite(by)}" for group, by in country.citations]
    cited = sorted({service.source for service in country.services if service.source})
    lines += [f"- public lines: <{source}>" for source in cited]
    dated = [
        f"{service.name} {service.value.partition(':')[2] or service.value} since {service.valid_from}"
        for service in country.services
        if service.valid_from
    ]
    return lines + [f"- {one}" for one in dated]


def _cite(by: Cited) -> str:
    day = f", {by.dated}" if by.dated else ""
    return f"{by.title}{day}, <{by.source}>" if by.verified else "unverified"


def _words() -> list[str]:
    lines = ["| language | header words | scam words |", "| --- | ---: | ---: |"]
    for code in languages():
        words = language(code)
        headers, scams = (sum(map(len, words[group].values())) for group in ("headers", "scams"))
        lines.append(f"| {words['name']} ({code}) | {headers} | {scams} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(page())
