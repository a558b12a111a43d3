"""Addresses of the interface for programs: its description, and the operations of version 1."""

from django.urls import include, path

from weftnode.api import door, views

app_name = "api"
urlpatterns = [
    path("", views.reference, name="reference"),
    path("openapi.json", views.openapi, name="openapi"),
    path("1/", include(door.patterns())),
    path("1/<path:rest>", views.absent, name="absent"),
]
