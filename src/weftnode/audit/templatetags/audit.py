"""Actions as sentences."""

from django import template

from weftnode.audit import sentences

register = template.Library()
register.filter("sentence", sentences.sentence)
