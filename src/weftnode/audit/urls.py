"""Addresses of the log."""

from django.urls import path

from weftnode.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("proofs/", views.proofs, name="proofs"),
    path("export/", views.export, name="export"),
    path("<int:number>/", views.entry, name="entry"),
]
