"""Signing in with a code: it works, it works once, and it cannot be guessed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

PASSWORD = "correct horse battery staple"


@pytest.fixture
def with_code(ana):
    """Ana, with a password and an app that shows codes; a function that shows the code of now."""
    ana.set_password(PASSWORD)
    ana.save()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    return lambda: totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def enter(browser, login="ana"):
    return browser.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def test_a_password_alone_opens_nothing(with_code, client):
    response = enter(client)

    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("desk:home")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_code_opens_and_opens_once(with_code, client, client_class):
    code = with_code()
    enter(client)
    first = client.post(reverse("mfa_authenticate"), {"code": code})

    other = client_class()
    enter(other)
    second = other.post(reverse("mfa_authenticate"), {"code": code})

    assert first.status_code == 302
    assert client.get(reverse("desk:home")).status_code == 200
    assert second.status_code == 200
    assert "_auth_user_id" not in other.session


def test_codes_cannot_be_guessed(with_code, client):
    enter(client)
    for number in range(12):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06d}"})

    client.post(reverse("mfa_authenticate"), {"code": with_code()})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "123456 OR 1=1", "\x00" * 6])
def test_what_is_no_code_is_refused_politely(with_code, client, code):
    enter(client)
    response = client.post(reverse("mfa_authenticate"), {"code": code})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_works_once(with_code, ana, client, client_class):
    codes = RecoveryCodes.activate(ana).get_unused_codes()
    enter(client)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302

    other = client_class()
    enter(other)
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_an_empty_password_is_never_right(ana, client):
    for password in ("", " ", "\x00"):
        client.post(reverse("account_login"), {"login": "ana", "password": password})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_not_sign_in(with_code, client, method):
    response = getattr(client, method)(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    assert response.status_code in {200, 405}
    assert "_auth_user_id" not in client.session


def test_the_secret_of_the_app_is_not_on_later_pages(with_code, ana, sign_in):
    secret = Authenticator.objects.get(user=ana, type="totp").data["secret"]
    browser = sign_in(ana)
    for name in ("accounts:me", "mfa_index", "usersessions_list"):
        assert secret not in browser.get(reverse(name)).content.decode()
