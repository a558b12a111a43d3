"""The picture of a network that one walks through: by keys, beside its table, under the strict policy, in both colours, and without script."""

import json

import pytest
from django.urls import reverse
from test_pages_in_a_browser import browser, opened  # noqa: F401 -- fixtures

from weftnode.accounts import actions as accounts
from weftnode.audit.models import Detail
from weftnode.networks import actions as networks
from weftnode.networks.models import Member, Network
from weftnode.reports import actions
from weftnode.reports.models import Report

pytestmark = pytest.mark.django_db(transaction=True)
# The node that is chosen, as the table shows it.
NOW = "tr[aria-selected=true] td"


@pytest.fixture
def network(ana, room):
    """Two telephones and a website, held together by reports in the middle."""
    for number in range(4):
        actions.write_report(
            by=ana, room=room, narrative=f"call 0812345678 {number}, open evil-bank.example", country="TH"
        )
    for number in range(3):
        actions.write_report(
            by=ana, room=room, narrative=f"open evil-bank.example {number}, call 0898765432", country="TH"
        )
    for number in networks.due():
        networks.build(number=number)
    return Network.objects.get()


def walk(page, network, key=""):
    page.visit(reverse("networks:network", args=[network.pk]))
    page.click("button.explore")
    page.wait_for_selector(".walk-graph canvas")
    page.wait_for_selector(NOW, timeout=5000)


def test_it_is_walked_by_keys_beside_its_table(opened, ana, network):  # noqa: F811
    page = opened(ana)
    walk(page, network)

    assert page.evaluate("document.activeElement.className").startswith("walk-graph")
    assert page.inner_text(NOW) == "evil-bank[.]example"
    page.keyboard.press("]")
    assert page.inner_text(NOW).startswith("R-")
    assert "Neighbours: 2" in page.inner_text("#graph-said")
    chosen = {page.inner_text(NOW)}
    for arrow in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(arrow)
        chosen.add(page.inner_text(NOW))
    assert len(chosen) > 1
    page.keyboard.press("Home")
    assert page.inner_text(NOW) == "evil-bank[.]example"
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/?q=evil-bank.example")
    assert page.locator("table.reports tbody tr").count() == 7
    assert page.trouble == []


def test_the_table_and_the_picture_choose_together(opened, ana, network):  # noqa: F811
    page = opened(ana)
    walk(page, network)

    page.click("#graph-rows tr:nth-child(2) td:nth-child(2)")
    assert page.inner_text("#graph-said").startswith(page.inner_text("#graph-rows tr:nth-child(2) td:nth-child(1)"))
    page.focus("#graph-rows tr:nth-child(5) a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*/")
    assert page.trouble == []


def test_without_script_the_picture_of_the_server_stands_and_nothing_promises_more(opened, ana, network):  # noqa: F811
    page = opened(ana, java_script_enabled=False)
    page.visit(reverse("networks:network", args=[network.pk]))

    assert page.is_visible("svg.graph")
    assert not page.is_visible("button.explore")
    assert not page.is_visible("#graph-list")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_keeps_the_policy(opened, ana, network, theme):  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    accounts.set_own(by=ana, name="Ana", name_latin="", language="th", theme=theme, buddhist_era=False)
    page = opened(ana, reduced_motion="reduce", viewport={"width": 390, "height": 800})
    walk(page, network)

    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response[
        "violations"
    ]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.trouble == []


def test_a_stranger_s_words_stay_words_in_it(opened, ana, room):  # noqa: F811
    for number in range(3):
        actions.write_report(
            by=ana,
            room=room,
            narrative=f"call 0812345678 {number}",
            identifiers="telegram: @<img/src=x>evil\nhttps://evil.example/<svg/onload=alert(1)>",
            country="TH",
        )
    for number in networks.due():
        networks.build(number=number)
    page = opened(ana)
    walk(page, Network.objects.get())

    assert page.trouble == []
    assert page.locator("#graph-rows img, #graph-rows svg").count() == 0


def test_a_large_network_is_capped_and_each_look_is_in_the_log(ana, room, batch_in, sign_in):
    rows = "".join(
        f"{n},2026-01-{n % 28 + 1:02d},08{10000000 + n % 211:08d},see evil-{n % 97}.example,\n" for n in range(1500)
    )
    batch_in(room, "id,day,phone,story,amount\n" + rows)
    # One network of all of them, whatever a build would say: what is capped is the picture.
    network = Network.objects.create(compartment=room, network_id="N-ALL", reports=1500)
    Member.objects.bulk_create(Member(report=one, network=network) for one in Report.objects.all())

    graph = json.loads(sign_in(ana).get(reverse("networks:graph", args=[network.pk])).content)

    assert 1000 < len(graph["nodes"]) + len(graph["edges"]) <= 1500
    drawn = sum(node["reports"] for node in graph["nodes"] if node["kind"] == "report")
    assert graph["left_out"] == network.reports - drawn
    assert all(
        1 <= len(node["behind"]) <= min(node["reports"], 12) for node in graph["nodes"] if node["kind"] == "report"
    )
    assert Detail.objects.filter(action="networks.graph.read", who="ana").count() == 1
