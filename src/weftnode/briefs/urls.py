"""Addresses of briefs."""

from django.urls import path

from weftnode.briefs import views

app_name = "briefs"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.brief, name="brief"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/text/<slug:section>/", views.text, name="text"),
    path("<int:pk>/leave-out/", views.leave_out, name="leave_out"),
    path("<int:pk>/take-in/", views.take_in, name="take_in"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/figure/<str:key>/", views.figure, name="figure"),
    path("<int:pk>/paper.<slug:form>", views.paper, name="paper"),
]
