"""Addresses of diplomacy."""

from django.urls import path

from weftnode.diplomacy.views import pages, write

app_name = "diplomacy"
urlpatterns = [
    path("", pages.commitments, name="commitments"),
    path("when/", write.when, name="when"),
    path("commitments/<int:pk>/", pages.commitment, name="commitment"),
    path("commitments/<int:pk>/state/", write.turn, name="turn"),
    path("commitments/<int:pk>/proof/", write.prove, name="prove"),
    path("proofs/<int:pk>/", pages.proof, name="proof"),
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/came/", write.attend, name="attend"),
    path("came/<int:pk>/remove/", write.unattend, name="unattend"),
    path("tracks/", pages.tracks, name="tracks"),
    path("tracks/<int:pk>/", pages.track, name="track"),
    path("tracks/<int:pk>/step/", write.step, name="step"),
    path("steps/<int:pk>/withdraw/", write.withdraw_step, name="withdraw_step"),
    path("forums/", pages.calendar, name="calendar"),
    path("forums/<int:pk>/", pages.forum, name="forum"),
    path("sessions/<int:pk>/", pages.session, name="session"),
    path("statements/", pages.statements, name="statements"),
    path("statements/<int:pk>/", pages.statement, name="statement"),
    path("figures/<int:pk>/", pages.figure, name="figure"),
    path("officials/", pages.officials, name="officials"),
    path("officials/<int:pk>/", pages.official, name="official"),
    path("new/<slug:sort>/", write.new, name="new"),
    path("<slug:sort>/<int:pk>/correct/", write.edit, name="edit"),
    path("<slug:sort>/<int:pk>/withdraw/", write.withdraw, name="withdraw"),
    path("<slug:sort>/<int:pk>/restore/", write.restore, name="restore"),
]
