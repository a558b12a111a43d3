"""Addresses of pages that belong to no app."""

from django.urls import path

from weftnode.ui import views

app_name = "ui"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/components/", views.components, name="components"),
    path("language/", views.language, name="language"),
]
