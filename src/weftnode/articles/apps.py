"""The articles app: news articles as sourced facts that a person confirms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.articles.sentences import SENTENCES
from weftnode.audit import sentences
from weftnode.ui import access, places


class ArticlesConfig(AppConfig):
    name = "weftnode.articles"

    def ready(self) -> None:
        sentences.add(SENTENCES)
        places.add(places.Place(55, "articles:list", _("Articles"), access.gate(Permission.READ_ARTICLES), "a"))
