"""The sourced-news part of the trial node: real meetings in our own words, each with its address, no person named, read as the tutorial says."""

import datetime as dt

from weftnode.accounts import roles
from weftnode.articles import actions
from weftnode.articles.models import Article
from weftnode.cli import trial_news
from weftnode.diplomacy.models import Commitment


def test_both_are_kept_once_with_their_address_and_name_no_person(officer, room):
    lan = officer("lan", roles.Liaison, rooms=[room])
    trial_news.fill({"lan": lan}, room)
    trial_news.fill({"lan": lan}, room)

    kept = list(Article.objects.order_by("published_on"))
    assert [one.published_on for one in kept] == [dt.date(2025, 9, 10), dt.date(2025, 10, 23)]
    assert all(one.link.startswith("https://") and "our own words" in one.text for one in kept)
    assert not [one for article in kept for one in article.findings.filter(kind="person")]


def test_the_task_force_becomes_a_commitment_with_its_day_and_source(officer, room, settings):
    settings.NODE_COUNTRY = "TH"
    lan = officer("lan", roles.Liaison, rooms=[room])
    trial_news.fill({"lan": lan}, room)
    article = Article.objects.get(published_on=dt.date(2025, 10, 23))
    (finding,) = [one for one in article.findings.filter(kind="commitment") if one.details.get("due")]

    actions.decide(by=lan, article=article, verdict="confirmed", findings=[finding])

    made = Commitment.objects.get()
    assert (made.due_on, made.due_rule, made.owner) == (dt.date(2025, 11, 6), "within:2:week", "ours")
    assert made.sources.get().link == article.link
