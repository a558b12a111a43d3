"""What must never tie reports: lines, platforms, offices, wallets of nobody."""

from weft import countries


def test_hotlines_are_public_and_say_where_that_is_written():
    line = countries.services()["phone", "TH:1441"]

    assert (line.sort, line.verified) == ("hotline", True)
    assert line.source.startswith("https://")
    assert line.shown == line.name


def test_what_has_no_citation_is_shown_so():
    line = countries.services()["phone", "+6627777777"]

    assert not line.verified
    assert line.shown == "Siam Commercial Bank call centre (unverified)"


def test_everything_under_a_states_own_domain_is_public():
    services = countries.services()

    assert services.get(("domain", "anything.police.go.th")).country == "TH"
    assert services.get(("domain", "gov.kh")).country == "KH"
    assert services.get(("email", "case@police.gov.sg")).sort == "government"
    assert services.get(("domain", "notgo.th")) is None
    assert services.get(("domain", "go.th.example.com")) is None
    # Pages of offices are broken into: a link below one stays somebody's.
    assert services.get(("url", "https://hacked.go.th/login")) is None


def test_platforms_are_public_and_names_below_a_shared_host_are_not():
    services = countries.services()

    assert services["domain", "facebook.com"].sort == "social"
    assert services["domain", "bit.ly"].sort == "shortener"
    assert "pages.dev" in countries.shared_hosts()
    assert ("domain", "pages.dev") in services
    assert ("domain", "scam-shop.pages.dev") not in services


def test_the_mapping_lists_what_it_holds_and_no_more():
    services = countries.services()

    assert len(services) == len(list(services)) == len(set(services))
    assert ("domain", "x.go.th") in services
    assert ("domain", "x.go.th") not in set(services)
