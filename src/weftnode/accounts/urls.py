"""Addresses of accounts. Of allauth's pages only those we offer exist: nobody signs up, no mail is sent."""

from allauth.account import views as account
from django.urls import include, path

from weftnode.accounts import views
from weftnode.ui.views import not_found

own = [
    path("sign-in/once/<str:token>/", views.one_time, name="one_time"),
    path("me/", views.me, name="me"),
    path("me/language/", views.language, name="language"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/end/", views.end_token, name="end_token"),
    path("me/glass/", views.glass, name="glass"),
    path("officers/", views.officers, name="officers"),
    path("officers/<int:pk>/", views.officer, name="officer"),
    path("officers/<int:pk>/role/", views.give_role, name="give_role"),
    path("officers/<int:pk>/compartments/", views.set_compartments, name="set_compartments"),
    path("officers/<int:pk>/link/", views.make_link, name="make_link"),
    path("officers/<int:pk>/close/", views.close_account, name="close_account"),
    path("officers/roles/<int:pk>/approve/", views.approve_role, name="approve_role"),
    path("officers/roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("officers/compartments/", views.compartments, name="compartments"),
    path("officers/broken-glass/", views.broken, name="broken"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-up/", not_found, name="account_signup"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/first/", account.password_set, name="account_set_password"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("me/second-factor/", include("allauth.mfa.urls")),
    path("me/sessions/", include("allauth.usersessions.urls")),
]
