"""Addresses of the log."""

from django.urls import path

from weftnode.audit import keeping, views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("proofs/", views.proofs, name="proofs"),
    path("export/", views.export, name="export"),
    path("erasures/", keeping.erasures, name="erasures"),
    path("erasures/<int:pk>/approve/", keeping.approve_erasure, name="approve_erasure"),
    path("erasures/<int:pk>/drop/", keeping.drop_erasure, name="drop_erasure"),
    path("witnesses/", keeping.witnesses, name="witnesses"),
    path("witnesses/<int:pk>/request/", keeping.ask_witness, name="ask_witness"),
    path("witnesses/<int:pk>/answer/", keeping.take_answer, name="take_answer"),
    path("witnesses/<int:pk>/end/", keeping.end_witness, name="end_witness"),
    path("<int:number>/", views.entry, name="entry"),
]
