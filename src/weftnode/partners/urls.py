"""Addresses of partners."""

from django.urls import path

from weftnode.partners import calendars, sending, views

app_name = "partners"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.partner, name="partner"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/status/", views.status, name="status"),
    path("<int:pk>/points/new/", views.new_point, name="new_point"),
    path("points/<int:pk>/", views.point, name="point"),
    path("status/<int:pk>/approve/", views.approve, name="approve"),
    path("status/<int:pk>/drop/", views.drop, name="drop"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.new_agreement, name="new_agreement"),
    path("agreements/bring/", views.bring, name="bring"),
    path("agreements/file/", views.take, name="take"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", views.edit_agreement, name="edit_agreement"),
    path("agreements/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("holidays/", calendars.listing, name="holidays"),
    path("holidays/keep/", calendars.keep, name="keep_holidays"),
    path("sent/", sending.sent, name="sent"),
    path("sent/<int:pk>/", sending.parcel, name="parcel"),
    path("sent/<int:pk>/file/", sending.fetch, name="fetch"),
    path("sent/<int:pk>/recall/", sending.recall, name="recall"),
    path("sent/<int:pk>/acknowledge/", sending.acknowledge, name="acknowledge"),
    path("of/<str:label>/<int:pk>/marking/", sending.marking, name="marking"),
    path("of/<str:label>/<int:pk>/seen/", sending.preview, name="preview"),
    path("of/<str:label>/<int:pk>/send/", sending.send, name="send"),
]
