"""What everybody uses, and what must therefore never tie reports together."""

import functools
from collections.abc import Mapping

from weft.countries.files import get, known, shared
from weft.countries.records import Service


@functools.cache
def services() -> Mapping[tuple[str, str], Service]:
    """Public things by (kind, canonical value): police and bank lines, platforms, wallets of nobody.

    A line without an international form is ``("phone", "TH:1441")``; all others are E.164. A host in this table says
    nothing itself; names below a shared host (``shop.vercel.app``) are somebody's and are not in it.
    """
    found = {(one.kind, one.value): one for code in known() for one in get(code).services}
    public = shared("public")
    cited = public["domains"]
    for sort, hosts in cited["hosts"].items():
        for host in hosts:
            found["domain", host] = Service("domain", host, host, "", cited["source"], cited["verified"], sort)
    cited = public["wallets"]
    for one in cited["list"]:
        key = "wallet", one["value"]
        found[key] = Service(*key, one["name"], "", cited["source"], cited["verified"], "chain")
    return found


@functools.cache
def shared_hosts() -> frozenset[str]:
    """Hosts whose customers each get a name below them (``pages.dev``, ``blogspot.com``): the name below is the site."""
    hosts = shared("public")["domains"]["hosts"]
    return frozenset((*hosts["hosting"], *hosts["builder"]))
