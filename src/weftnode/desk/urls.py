"""Addresses of the desk."""

from django.urls import path

from weftnode.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("due/", views.board, name="board"),
    path("due/digest/", views.digest_page, name="digest"),
    path("due/calendars/", views.calendars, name="calendars"),
    path("due/calendars/new/", views.make_feed, name="make_feed"),
    path("due/calendars/<int:pk>/end/", views.end_feed, name="end_feed"),
    path("due/calendar.ics", views.download, name="download"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
]
