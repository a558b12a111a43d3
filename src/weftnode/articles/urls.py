"""Addresses of articles."""

from django.urls import path

from weftnode.articles import views

app_name = "articles"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/mark/", views.mark, name="mark"),
    path("<int:pk>/describe/", views.describe, name="describe"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("decisions/<int:pk>/undo/", views.undo, name="undo"),
]
