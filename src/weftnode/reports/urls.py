"""Addresses of reports."""

from django.urls import path

from weftnode.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("new/look/", views.look, name="look"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/status/", views.status, name="status"),
    path("<int:pk>/slip/", views.slip, name="slip"),
    path("<int:pk>/contact/", views.contact, name="contact"),
    path("files/", views.batches, name="batches"),
    path("files/<int:pk>/", views.batch, name="batch"),
    path("files/<int:pk>/progress/", views.progress, name="progress"),
    path("files/<int:pk>/undo/", views.undo, name="undo"),
]
