"""The articles app: news articles as sourced facts that a person confirms."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "weftnode.articles"
