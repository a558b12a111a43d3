"""What everybody uses, and what must therefore never tie reports together."""

import functools
from collections.abc import Iterator, Mapping

from weft.countries.files import cited, get, known, shared
from weft.countries.records import Service

Key = tuple[str, str]


class Services(Mapping[Key, Service]):
    """Public things by (kind, canonical value).

    Asked for a host or a mailbox under a state's own domain (``anything.go.th``) it answers too, although it does not list those:
    nobody but an office gets a name there. A link to a page stays itself: pages of offices are broken into.
    """

    def __init__(self, listed: Mapping[Key, Service], suffixes: Mapping[str, Service]) -> None:
        self._listed, self._suffixes = listed, suffixes

    def __getitem__(self, key: Key) -> Service:
        found = self._listed.get(key)
        if found is None and key[0] in ("domain", "email"):
            found = self._office(key[1].rpartition("@")[2])
        if found is None:
            raise KeyError(key)
        return found

    def _office(self, host: str) -> Service | None:
        while host:
            if host in self._suffixes:
                return self._suffixes[host]
            host = host.partition(".")[2]
        return None

    def __iter__(self) -> Iterator[Key]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)


@functools.cache
def services() -> Services:
    """Police and bank lines, platforms, offices, wallets of nobody: see `Services`.

    A line without an international form is ``("phone", "TH:1441")``; all others are E.164. A host in this table says
    nothing itself; names below a shared host (``shop.vercel.app``) are somebody's and are not in it.
    """
    countries = [get(code) for code in known()]
    found = {(one.kind, one.value): one for country in countries for one in country.services}
    domains, wallets = shared("public")["domains"], shared("public")["wallets"]
    by = cited(domains, shared("sources"))
    for sort, hosts in domains["hosts"].items():
        for host in hosts:
            found["domain", host] = Service("domain", host, host, "", by.source, by.verified, sort)
    by = cited(wallets, shared("sources"))
    for one in wallets["list"]:
        key = "wallet", one["value"]
        found[key] = Service(*key, one["name"], "", by.source, by.verified, "chain")
    suffixes = {}
    for country in countries:
        by = dict(country.citations)["government"]
        for suffix in country.government_suffixes:
            suffixes[suffix] = Service(
                "domain", suffix, f"offices of {country.name}", country.code, by.source, by.verified, "government"
            )
    return Services(found, suffixes)


@functools.cache
def shared_hosts() -> frozenset[str]:
    """Hosts whose customers each get a name below them (``pages.dev``, ``blogspot.com``): the name below is the site."""
    hosts = shared("public")["domains"]["hosts"]
    return frozenset((*hosts["hosting"], *hosts["builder"]))
