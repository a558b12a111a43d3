"""Addresses of networks."""

from django.urls import path

from weftnode.networks import views

app_name = "networks"
urlpatterns = [
    path("", views.listing, name="list"),
    path("damped/", views.damped, name="damped"),
    path("<int:pk>/", views.network, name="network"),
    path("<int:pk>/graph/", views.graph, name="graph"),
    path("<int:pk>/without/", views.without, name="without"),
    path("<int:pk>/judge/", views.judge, name="judge"),
    path("<int:pk>/name/", views.name, name="name"),
    path("<int:pk>/watch/", views.watch, name="watch"),
    path("judgements/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
