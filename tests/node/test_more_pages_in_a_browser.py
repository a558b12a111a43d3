"""Pages of the auditor and the administrator are accessible; a passkey is made and used in a real browser."""

import pytest
from django.urls import reverse
from test_pages_in_a_browser import browser, opened  # noqa: F401 -- fixtures

from weftnode.accounts import actions as accounts
from weftnode.accounts import roles
from weftnode.networks import actions as networks
from weftnode.networks.models import Network
from weftnode.reports import actions

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "vi", "th"])
def test_pages_of_auditor_administrator_and_analyst_are_accessible(opened, ana, em, phan, dok, room, theme, language):  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    for day in range(3):
        report = actions.write_report(
            by=ana, room=room, narrative=f"call 0812345678, open evil-bank.example {day}", country="TH"
        )
    for number in networks.due():
        networks.build(number=number)
    network = Network.objects.get()
    accounts.propose_role(by=phan, officer=dok, role=roles.Analyst.code)
    accounts.break_glass(by=type(ana).objects.get(pk=ana.pk), reason="somebody is in danger", hours=1)
    walks = {
        em: ["/audit/", "/audit/0/", "/audit/proofs/", "/officers/", "/officers/broken-glass/", "/officers/compartments/"],
        phan: ["/officers/", f"/officers/{dok.pk}/", f"/officers/{phan.pk}/", "/officers/compartments/"],
        ana: ["/networks/", f"/networks/{network.pk}/", "/networks/damped/", f"/reports/{report.pk}/slip/", "/me/tokens/", "/me/glass/", "/me/sessions/", "/api/"],
    }  # fmt: skip
    for who, paths in walks.items():
        accounts.set_own(by=who, name=who.name, name_latin="", language=language, theme=theme, buddhist_era=False)
        page = opened(type(who).objects.get(pk=who.pk))
        for path in paths:
            assert page.visit(path).status == 200, path
            found = axe.run(page, options=RULES).response["violations"]
            assert [(path, one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
        assert page.trouble == []


def test_a_passkey_is_made_and_signs_in(opened, ana, live_server, settings):  # noqa: F811
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    ana.set_password("a long pass phrase 4711")
    ana.save()
    page = opened(ana)
    page.set_default_timeout(10_000)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.visit(reverse("account_login"))
    page.context.clear_cookies()
    page.visit(reverse("account_login"))
    page.fill("#id_login", "ana")
    page.fill("#id_password", "a long pass phrase 4711")
    page.click("main form.stack button")
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    # A new key asks for the password once more, however fresh the sign-in.
    page.visit(reverse("mfa_add_webauthn"))
    page.fill("#id_password", "a long pass phrase 4711")
    page.click("main form button")
    page.wait_for_selector("#mfa_webauthn_add")
    page.fill("#id_name", "Laptop")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)
    keys = devices.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]
    assert len(keys) == 1
    assert keys[0]["isResidentCredential"]

    page.context.clear_cookies()
    page.visit(reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert "Ana" in page.inner_text("header")
    assert page.trouble == []
