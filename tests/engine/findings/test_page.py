import base64
import hashlib
import html
import json
import re
from importlib import resources

import eight_scripts
import invented_run as invented
import pytest

from weft.findings import page
from weft.tables.schemas import REPORTS, SIGHTINGS


@pytest.fixture(scope="module")
def made():
    reading, networks, hits = eight_scripts.run()
    return page.render(reading, networks, watch=hits)


def test_the_policy_names_exactly_the_script_and_the_style_in_the_page(made):
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', made).group(1))
    script = re.search(r"<script>(.*?)</script>", made, re.DOTALL).group(1)
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL).group(1)

    def hashed(text):
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src '{hashed(script)}'",
        f"style-src '{hashed(style)}'",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]


def test_nothing_in_the_page_loads_or_runs_by_itself(made):
    body = re.sub(r"<(script|style)\b.*?</\1>", "", made, flags=re.DOTALL)

    assert re.findall(r"<[^>]*\s(?:style|on\w+|src|srcset|action|formaction|ping|background)\s*=", body) == []
    assert set(re.findall(r'href="([^#"][^"]*)"', body)) == set()


def test_the_script_makes_no_markup_out_of_text():
    script = resources.files("weft.findings").joinpath("page.js").read_text(encoding="utf-8")

    assert (
        re.findall(
            r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write\b|\beval\b|new Function|fetch\(|XMLHttpRequest|localStorage|sendBeacon",
            script,
        )
        == []
    )


@pytest.mark.parametrize("bait", ["Bait Reporter", "bait narrative", "bait whole row", "bait name"])
def test_who_reported_and_what_they_wrote_is_not_on_the_page(made, bait):
    assert bait not in made


def test_the_same_run_gives_the_same_page(made):
    reading, networks, hits = eight_scripts.run()

    assert page.render(reading, networks, watch=hits) == made


def test_a_partner_sees_no_clock_unless_one_was_given(made):
    reading, networks, hits = eight_scripts.run()
    dated = page.render(reading, networks, watch=hits, now=reading.reports["reported_on"][0].as_py())

    assert "Made on" not in made
    assert "Made on <time" in dated


@pytest.mark.parametrize("code", ["th", "km", "vi", "lo", "my", "zh", "ko", "ar"])
def test_every_script_carries_its_language(made, code):
    assert f'<bdi lang="{code}"' in made


def test_fonts_come_only_with_their_scripts(made):
    plain = page.render(*plain_run())

    assert {
        family for family in ("Thai", "Lao", "Khmer", "Burmese") if f'@font-face{{font-family:"Weft {family}"' in made
    } == {"Thai", "Lao", "Khmer", "Burmese"}
    assert "@font-face" not in plain


def test_the_fonts_are_the_files_that_are_listed():
    folder = resources.files("weft.findings.fonts")
    listed = dict(reversed(line.split()) for line in folder.joinpath("SHA256SUMS").read_text().splitlines())

    assert {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if one.name.endswith(".woff2")
    } == listed


def test_data_for_the_script_cannot_end_their_element_and_are_whole():
    reading, networks, hits = eight_scripts.run(sizes=(9, 4), payload="</script>\u2028&")

    written = re.search(
        r'id="explore-data">(.*?)</script>', page.render(reading, networks, watch=hits), re.DOTALL
    ).group(1)

    assert not set("<>&\u2028") & set(written)
    assert [one["id"] for one in json.loads(written)["networks"]] == [
        "W-0000</script>\u2028&",
        "W-0001</script>\u2028&",
    ]


def plain_run():
    reading = invented.InventedReading(
        invented.reports({}, {}), invented.sightings((0, "phone", "+66000000001"), (1, "phone", "+66000000001"))
    )
    return reading, invented.InventedNetworks(invented.members(0, 0), (invented.network(),))


def test_a_run_without_any_network_says_so():
    reading = invented.InventedReading(invented.reports({}), SIGHTINGS.empty_table())

    made = page.render(reading, invented.InventedNetworks(invented.members(-1)))

    assert made.count("No two reports share anything that ties them.") == 3


def test_a_run_without_any_report_still_makes_a_page():
    reading = invented.InventedReading(REPORTS.empty_table(), SIGHTINGS.empty_table())

    made = page.render(reading, invented.InventedNetworks(invented.members()))

    assert "<b>0</b>" in made


def test_the_page_of_a_great_run_stays_small_and_says_what_it_leaves_out():
    reading, networks, hits = eight_scripts.run(sizes=(1500, 700, *(120,) * 60, *(3,) * 700))

    made = page.render(reading, networks, watch=hits)

    assert len(made.encode()) < 4_000_000
    assert "262 more in networks.csv" in made
    assert re.search(r"one of the \d+ biggest of 762", made)


def test_sums_of_different_currencies_stay_apart():
    from decimal import Decimal

    rows = [
        {"amount": Decimal(100), "currency": "THB"},
        {"amount": Decimal(50), "currency": "THB"},
        {"amount": Decimal(7), "currency": "USD"},
        {},
    ]
    reading = invented.InventedReading(invented.reports(*rows), SIGHTINGS.empty_table())

    made = page.render(reading, invented.InventedNetworks(invented.members(-1, -1, -1, -1)))

    assert "3 of 4 reports (75 %) name a sum" in made
    assert (
        '<th scope="row">THB</th><td class="num">150</td><td class="num">2</td><td class="num">0</td><td class="num">0</td>'
        in made
    )
    assert '<th scope="row">USD</th><td class="num">7</td><td class="num">1</td>' in made


def test_shown_problems_give_every_file_and_code_a_turn(made):
    where = made[made.index("<caption>Where</caption>") :]

    assert {
        code for code in eight_scripts.COUNTRIES if f"hotline_{code.lower()}.csv" in where[: where.index("</table>")]
    } == set(eight_scripts.COUNTRIES)


# Text colours against the grounds they stand on (WCAG 2.2, 1.4.3: 4.5 to 1) and marks against theirs (1.4.11: 3 to 1).
@pytest.mark.parametrize("block", [0, 1], ids=["light", "dark"])
def test_colours_are_told_apart_by_weak_eyes(block):
    style = resources.files("weft.findings").joinpath("style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[block]))

    def light(name):
        parts = [int(colours[name][n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a, b):
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    weak = [
        (text, ground)
        for text in ("ink", "quiet", "accent", "flag")
        for ground in ("paper", "card", "soft")
        if contrast(text, ground) < 4.5
    ]
    weak += [("flag", "flag-soft")] * (contrast("flag", "flag-soft") < 4.5) + [("in", "report")] * (
        contrast("in", "report") < 4.5
    )
    weak += [
        (mark, ground)
        for mark in ("call", "money", "web", "thing", "report")
        for ground in ("card", "soft")
        if contrast(mark, ground) < 3
    ]
    assert weak == []
