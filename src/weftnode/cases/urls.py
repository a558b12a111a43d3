"""Addresses of cases."""

from django.urls import path

from weftnode.cases.views import bonds, cases, figures, freeze, holds, measures

app_name = "cases"
urlpatterns = [
    path("", cases.listing, name="list"),
    path("new/", cases.new, name="new"),
    path("clocks/", holds.clocks, name="clocks"),
    path("figures/", figures.everywhere, name="figures"),
    path("measures/", measures.everywhere, name="all_measures"),
    path("restitution/", figures.restitution, name="restitution"),
    path("add/<slug:sort>/<int:thing>/", bonds.add_to, name="add_to"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/change/", cases.change, name="change"),
    path("<int:pk>/state/", cases.set_state, name="state"),
    path("<int:pk>/close/", cases.close, name="close"),
    path("<int:pk>/reopen/", cases.reopen, name="reopen"),
    path("<int:pk>/place/", cases.place, name="place"),
    path("<int:pk>/link/", cases.link, name="link"),
    path("<int:pk>/merge/", cases.merge, name="merge"),
    path("<int:pk>/add/", bonds.add, name="add"),
    path("<int:pk>/remove/<slug:sort>/<int:thing>/", bonds.remove, name="remove"),
    path("<int:pk>/task/", bonds.add_task, name="add_task"),
    path("<int:pk>/note/", cases.note, name="note"),
    path("<int:pk>/time/", cases.timeline, name="timeline"),
    path("<int:pk>/figures/", figures.of_case, name="case_figures"),
    path("<int:pk>/measures/", measures.listing, name="measures"),
    path("<int:pk>/measures/new/", measures.new, name="new_measure"),
    path("links/<int:pk>/undo/", cases.unlink, name="unlink"),
    path("merges/<int:pk>/undo/", cases.undo_merge, name="undo_merge"),
    path("people/<int:pk>/role/", bonds.say_role, name="say_role"),
    path("roles/<int:pk>/withdraw/", bonds.withdraw_role, name="withdraw_role"),
    path("tasks/<int:pk>/done/", bonds.finish_task, name="finish_task"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/change/", measures.change, name="change_measure"),
    path("measures/<int:pk>/move/", measures.move, name="move"),
    path("measures/<int:pk>/hold/", measures.place_hold, name="place_hold"),
    path("measures/<int:pk>/correct/<int:sent>/", measures.correct, name="correct"),
    path("measures/<int:pk>/freeze-request/", freeze.sheet, name="freeze"),
    path("holds/<int:pk>/renew/", holds.renew, name="renew"),
    path("holds/<int:pk>/back/", holds.give_back, name="give_back"),
    path("holds/<int:pk>/taint/", holds.change_taint, name="change_taint"),
    path("holds/<int:pk>/follow/", holds.follow_on, name="follow_on"),
    path("holds/<int:pk>/plea/", holds.raise_plea, name="raise_plea"),
    path("pleas/<int:pk>/decide/", holds.decide_plea, name="decide_plea"),
]
