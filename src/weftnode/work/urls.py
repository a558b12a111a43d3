"""The sign of readiness."""

from django.urls import path

from weftnode.work import views

app_name = "work"
urlpatterns = [path("readyz", views.ready, name="ready")]
