import datetime as dt
import math
import re

import invented_run as invented
import pytest

from weft.findings import crossing, graph, picture, shapes, slices, timeline, wording
from weft.findings.tables import reading_order
from weft.model import Key


def cut(reports, seen, keys=()):
    reading = invented.InventedReading(invented.reports(*reports), invented.sightings(*seen))
    networks = invented.InventedNetworks(
        invented.members(*[0] * len(reports)), (invented.network(reports=len(reports), keys=keys),)
    )
    return slices.cut(reading, networks, reading_order(reading.reports), 1)[0]


def draw(part, damped=(), identifiers=40, bundles=100):
    return graph.draw(part, set(damped), identifiers=identifiers, bundles=bundles, box=(720, 430))


def test_a_slice_counts_each_report_once_however_often_it_names_something():
    part = cut(
        [{}, {}],
        [(0, "phone", "+1"), (0, "phone", "+1", "1", "column"), (1, "phone", "+1"), (1, "email", "a@b.example")],
    )

    assert part.identifiers == [("phone", "+1"), ("email", "a@b.example")]
    assert part.counts.tolist() == [2, 1]
    assert part.spellings == [["1"], []]


def test_slices_hold_their_own_reports_only():
    reading = invented.InventedReading(
        invented.reports({}, {}, {}, {}), invented.sightings((0, "phone", "+1"), (1, "phone", "+2"), (3, "phone", "+2"))
    )
    networks = invented.InventedNetworks(
        invented.members(1, 0, -1, 0), (invented.network("A"), invented.network("B", 1))
    )

    first, second = slices.cut(reading, networks, reading_order(reading.reports), 2)

    assert (first.reports["report_id"].to_pylist(), first.identifiers, first.naming.tolist()) == (
        ["r1", "r3"],
        [("phone", "+2")],
        [0, 1],
    )
    assert (second.reports["report_id"].to_pylist(), second.identifiers) == (["r0"], [("phone", "+1")])


def test_a_small_network_is_drawn_report_by_report():
    drawn = draw(cut([{}, {}, {}], [(0, "phone", "+1"), (1, "phone", "+1"), (2, "phone", "+1")]))

    assert [(node.kind, node.reports) for node in drawn.nodes] == [
        ("phone", 3),
        ("report", 1),
        ("report", 1),
        ("report", 1),
    ]
    assert sorted(drawn.edges) == [(1, 0), (2, 0), (3, 0)]
    assert drawn.left_out == ""


def test_a_large_network_is_drawn_in_bundles_that_name_the_same():
    seen = [(n, "phone", f"+{n % 2}") for n in range(100)] + [(0, "phone", "+1")]

    drawn = draw(cut([{}] * 100, seen))

    assert sorted((node.kind, node.reports) for node in drawn.nodes) == [
        ("phone", 50),
        ("phone", 51),
        ("report", 1),
        ("report", 49),
        ("report", 50),
    ]


def test_what_is_left_out_is_said():
    seen = [(n, "phone", f"+{n // 2}") for n in range(20)] + [(3, "email", "once@b.example")]

    drawn = draw(cut([{}] * 20, seen), damped=[("phone", "+9")], identifiers=7, bundles=12)

    assert drawn.left_out == "Not drawn: 2 shared identifiers, 8 reports and 1 identifier that one report alone names."
    assert all(node.value != "+9" for node in drawn.nodes)


def test_the_networks_own_ranking_decides_what_is_drawn():
    seen = [(n, "phone", "+1") for n in range(9)] + [(0, "wallet", "w"), (1, "wallet", "w")]

    drawn = draw(cut([{}] * 9, seen, keys=(Key("wallet", "w", 2, None, None, 5, 0.5),)), identifiers=1)

    assert [node.value for node in drawn.nodes if node.kind != "report"] == ["w"]


def test_an_identifier_damped_between_networks_is_drawn_where_it_is_a_key():
    seen = [(n, "phone", "+1") for n in range(4)] + [(n, "wallet", "w") for n in range(4)]
    key = Key("phone", "+1", 4, None, None, 2, 0.5)

    drawn = draw(cut([{}] * 4, seen, keys=(key,)), damped=[("phone", "+1"), ("wallet", "w")])

    assert [node.value for node in drawn.nodes if node.kind != "report"] == ["+1"]


def test_no_two_marks_lie_on_each_other_and_all_lie_in_the_box():
    seen = [(n, "phone", f"+{n // 3}") for n in range(90)] + [(n, "email", f"{n % 7}@b.example") for n in range(90)]

    drawn = draw(cut([{}] * 90, seen))

    for n, a in enumerate(drawn.nodes):
        assert 0 < a.x < 720
        assert 0 < a.y < 430
        for b in drawn.nodes[:n]:
            assert math.hypot(a.x - b.x, a.y - b.y) > 0.7 * (a.radius + b.radius)


def test_the_same_network_always_looks_the_same():
    seen = [(n, "phone", f"+{n // 3}") for n in range(30)] + [(n, "email", f"{n % 4}@b.example") for n in range(30)]

    assert draw(cut([{}] * 30, seen)) == draw(cut([{}] * 30, seen))


def test_every_kind_has_a_shape_of_its_own():
    drawn = {kind: re.sub("g-[a-z]+", "", shapes.mark(kind, 0, 0, 10)) for kind in (*wording.KINDS, "unheard_of")}

    assert len(set(drawn.values())) == len(drawn)


def test_labels_do_not_lie_on_each_other():
    drawn = draw(cut([{}] * 60, [(n, "phone", f"+66000000{n // 3:03d}") for n in range(60)]))

    boxes = [(x, y, picture._wide(words), anchor) for words, x, y, anchor, _ in picture._labels(drawn)]
    spans = [(x - {"start": 0, "middle": w / 2, "end": w}[a], y, w) for x, y, w, a in boxes]

    assert len(spans) > 5
    assert not [
        (a, b)
        for n, a in enumerate(spans)
        for b in spans[:n]
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and abs(a[1] - b[1]) < 12
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([dt.date(2031, 1, 5)], "1 report by day, 5 Jan 2031; most on 5 Jan 2031: 1."),
        ([dt.date(2031, 1, 5), dt.date(2031, 1, 9), None], "2 reports by day, 5 Jan 2031 to 9 Jan 2031; most on 5 Jan 2031: 1. 1 report without a date."),
        ([dt.date(2031, 1, 1)] * 2 + [dt.date(2031, 6, 1)], "3 reports by week, 1 Jan 2031 to 1 Jun 2031; most in the week of 30 Dec 2030: 2."),
        ([dt.date(2029, 1, 1), dt.date(2031, 6, 1)], "2 reports by month, 1 Jan 2029 to 1 Jun 2031; most in Jan 2029: 1."),
        ([dt.date(212, 1, 1)] + [dt.date(2031, 6, 1)] * 2, "2 reports by day, 1 Jun 2031; most on 1 Jun 2031: 2. 1 report dated more than ten years from the middle one not drawn."),
        ([dt.date(9999, 12, 31)], "1 report by day, 31 Dec 9999; most on 31 Dec 9999: 1."),
        ([dt.date(1, 1, 1), dt.date(1, 4, 1)], "2 reports by week, 1 Jan 1 to 1 Apr 1; most in the week of 1 Jan 1: 1."),
    ],
)  # fmt: skip
def test_the_time_line_says_what_it_shows(days, said):
    figure = timeline.figure(days, "t")

    assert f"<figcaption>{said}</figcaption>" in figure


def test_without_any_date_there_is_no_time_line():
    assert timeline.figure([None], "t") == '<p class="quiet">No report here has a date.</p>'


def test_bars_add_up_to_the_reports():
    days = [dt.date(2031, 1, 1) + dt.timedelta(days=n * n % 97) for n in range(50)]

    figure = timeline.figure(days, "t")

    assert sum(int(number) for number in re.findall(r": (\d+) reports?</title><rect", figure)) == 50


def test_pairs_of_countries_are_counted_once_a_network():
    assert crossing.pairs_of([("TH", "KH"), ("KH", "TH", "VN"), ("LA",)]) == {
        ("KH", "TH"): 2,
        ("KH", "VN"): 1,
        ("TH", "VN"): 1,
    }


def test_countries_that_share_nothing_are_not_drawn():
    assert crossing.figure({"TH": 3, "KH": 2}, {}, "c", points="report", arcs="identifier") == ""


def test_arcs_say_who_shares_what():
    figure = crossing.figure({"TH": 3, "KH": 2}, {("KH", "TH"): 4}, "c", points="report", arcs="identifier")

    assert "<title>Cambodia and Thailand: 4 identifiers</title>" in figure
    assert figure.count('class="arc"') == 1
