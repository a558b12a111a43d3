"""What pages of articles need: findings in words."""

from django import template
from django.urls import reverse

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.articles import words
from weftnode.articles.models import Finding
from weftnode.diplomacy import queries as diplomacy

register = template.Library()


@register.filter
def finding_kind(one: Finding) -> str:
    """What a finding is."""
    return words.kind(one.kind)


@register.filter
def finding_value(one: Finding) -> str:
    """What it says."""
    return words.value(one)


@register.filter
def finding_more(one: Finding) -> str:
    """Its details as one line."""
    return words.more(one)


@register.filter
def record_url(one: Finding) -> str:
    """The page of the record it became."""
    return reverse(f"diplomacy:{one.record_sort}", args=[one.record_id])


@register.filter
def record_number(one: Finding) -> str:
    """The record it became, in short."""
    return diplomacy.number(one.record_sort, one.record_id or 0)


@register.filter
def brings(officer: Officer) -> bool:
    """Whether a person brings articles at all: what they may not do is not offered."""
    return officer.may(Permission.WRITE_ARTICLES)
