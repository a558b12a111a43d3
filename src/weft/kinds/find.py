"""Identifiers in free text, of any language, a whole column at a time.

How: all texts are folded into one array of bytes (``weft.kinds.fold``); numpy marks the few places where an identifier can be; only those
reach Python, where the kinds' own ``read`` decides. What has been found is spent: payment codes first, then links, e-mail addresses and hosts,
wallets, handles, and numbers last. One run of characters gives one identifier, except that

- a link with a path gives ``url`` and, for its host, ``domain``; a link without path gives ``domain`` only;
- a profile link gives ``handle`` only, and ``phone`` too when its name is a number (``wa.me/…``);
- a payment code gives ``payment_qr`` and whoever is paid in it;
- a wallet with a right checksum inside a link comes out besides the link.
"""

import re
from collections.abc import Sequence

import numpy as np

from weft.kinds import addresses, named, numbers, payment_qr, wallet
from weft.kinds.base import FoundColumn
from weft.kinds.page import Page
from weft.model import Found

# Arrays of this many characters stay in a processor's cache; more texts at once make it slower, fewer pay more calls.
_BATCH = 200_000
_SHORTEST_WALLET = 25
_WALLET = re.compile(rb"[0-9A-Za-z_-]{25,}+")
_LONGEST_WALLET = 120
# A Solana key has no checksum: only where somebody says that it is one. 43 or 44 letters hold 32 bytes but for one in some hundred.
_SOLANA = re.compile(rb"(?<![A-Za-z])(?i:solana|sol|spl|phantom|solflare|raydium)(?![A-Za-z])")


def find(text: str, country: str | None = None) -> list[Found]:
    """Every identifier in one text, by place. 0.5 ms at least: for many texts ask :func:`find_column`."""
    return [found for _, found in find_column([text], [country]).rows()]


def find_column(texts: Sequence[str], countries: Sequence[str | None]) -> FoundColumn:
    """Every identifier in each text, read as written in the country beside it (ISO alpha-2 capitals, or None).

    The answer is that of :func:`find` on each text. Work grows with the length of the texts, whatever they hold.
    """
    out = FoundColumn()
    first = 0
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and (last == first or size + len(texts[last]) < _BATCH):
            size += len(texts[last])
            last += 1
        _batch(texts[first:last], countries[first:last], first, out)
        first = last
    return out


def _batch(texts: Sequence[str], countries: Sequence[str | None], offset: int, out: FoundColumn) -> None:
    page = Page(texts, countries)
    _payment_codes(page)
    mentions = addresses.find(page)
    _wallets(page)
    named.find(page, mentions)
    numbers.find(page)
    _place(page, offset, out)


def _place(page: Page, offset: int, out: FoundColumn) -> None:
    """Hand over what was found, in the order and the places of the texts as given."""
    if not page.found:
        return
    page.found.sort()
    starts, ends, kinds, values, notes = zip(*page.found, strict=True)
    texts = np.searchsorted(page.starts, starts, "right") - 1
    firsts = page.batch.places(np.array(starts))
    lasts = page.batch.places(np.array(ends) - 1) + 1
    begins = np.array(page.batch.starts)[texts]
    joined = page.joined
    out.text += (texts + offset).tolist()
    out.kind += kinds
    out.value += values
    out.as_written += [joined[a:b] for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True)]
    out.start += (firsts - begins).tolist()
    out.end += (lasts - begins).tolist()
    out.notes += [note or None for note in notes]


def _payment_codes(page: Page) -> None:
    """Payment codes: checked on the text as given, since folding would break their checksum."""
    batch = page.batch
    at = page.codes.find(b"000201")
    while at >= 0:
        place = batch.place(at)
        text = page.joined[place : min(place + payment_qr.LONGEST, batch.starts[page.text_of(at) + 1] - 1)]
        size = payment_qr.end_of(text, 0)
        value = payment_qr.read(text[:size]) if size else None
        end = at + 6
        if value is not None:
            end = batch.folded_place(place + size)
            page.add(at, end, "payment_qr", value)
            for payee in payment_qr.inside(value):
                page.found.append((at, end, payee.kind, payee.value, "; ".join(payee.notes)))
        at = page.codes.find(b"000201", end)


def _wallets(page: Page) -> None:
    """Addresses on a chain: runs of 25 letters and digits or more whose checksum holds."""
    codes = page.codes
    long = np.flatnonzero(page.run_ends - page.run_starts >= _SHORTEST_WALLET)
    runs = zip(page.run_starts[long].tolist(), page.run_ends[long].tolist(), strict=True)
    for start, end in (match.span() for a, b in runs for match in _WALLET.finditer(codes, a, b)):
        if end - start > _LONGEST_WALLET:
            continue
        text = codes[start:end].decode("ascii")
        value = wallet.read(text)
        if (
            value is None
            and 43 <= end - start <= 44
            and _SOLANA.search(codes, page.floor(start, 60), page.ceiling(end, 40))
        ):
            value = wallet.read(text, weak=True)
        if value is None and ("-" in text or "_" in text):
            begin = start
            for part in text.replace("_", "-").split("-"):
                value = wallet.read(part) if len(part) > 24 else None
                if value is not None:
                    page.add(begin, begin + len(part), "wallet", value)
                begin += len(part) + 1
        elif value is not None:
            if codes[max(0, start - 12) : start].lower() == b"bitcoincash:":
                start -= 12
            page.add(start, end, "wallet", value)
