"""Addresses of requests."""

from django.urls import path, re_path

from weftnode.requests import parcels, trust, views

app_name = "requests"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.draft, name="draft"),
    path("received/", views.receive, name="receive"),
    path("lives/", views.lives, name="lives"),
    path("figures/", trust.figures, name="figures"),
    path("figures.csv", trust.figures_csv, name="figures_csv"),
    path("parcel/", parcels.take_in, name="take_in"),
    path("keys/", parcels.keys, name="keys"),
    path("keys/<int:pk>/confirm/", parcels.confirm_key, name="confirm_key"),
    path("keys/<int:pk>/end/", parcels.end_key, name="end_key"),
    path("letters/<int:pk>/file/", views.carry, name="carry"),
    path("letters/<int:pk>/again/", views.pack_again, name="pack_again"),
    path("answers/<int:pk>/approve/", views.approve_answer, name="approve_answer"),
    path("answers/<int:pk>/drop/", views.drop_answer, name="drop_answer"),
    path("<int:pk>/", views.request_page, name="request"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/remind/", views.remind, name="remind"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/go-on/", views.go_on, name="go_on"),
    path("<int:pk>/lapse/", views.lapse, name="lapse"),
    path("<int:pk>/owner/", views.owner, name="owner"),
    re_path(r"^(?P<pk>\d{1,18})/(?P<act>give-back|stop|withdraw)/\Z", views.with_reason, name="with_reason"),
]
