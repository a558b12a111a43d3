"""An invented world with known truth: networks, their rotating phones and short-lived accounts, hubs, noise, duplicates.

Everything is made from the seed; nothing in it belongs to anybody on purpose. Phones are drawn from ranges that the phone library
takes as mobile and may by chance exist: use a world to train and to test, never to dial.
"""

import csv
import datetime as dt
import hashlib
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from weft import countries
from weft.kinds import base58
from weft.testing.stories import OPENINGS

START = dt.date(2025, 3, 1)
_MOBILE = {
    "TH": "81{:07d}",
    "VN": "91{:07d}",
    "KH": "12{:06d}",
    "LA": "2055{:06d}",
    "MM": "92{:08d}",
    "CN": "139{:08d}",
    "KR": "10{:08d}",
    "MY": "12{:07d}",
    "SG": "81{:06d}",
}
_LANGUAGE = {"TH": "th", "VN": "vi", "KH": "km", "LA": "lo", "MM": "my", "CN": "zh", "KR": "ko", "MY": "ms", "SG": "en"}
_HEADERS = {
    "en": ("report id", "date", "phone", "account", "description", "amount"),
    "th": ("เลขที่รับแจ้ง", "วันที่แจ้ง", "เบอร์มิจฉาชีพ", "เลขบัญชี", "รายละเอียด", "ความเสียหาย"),
    "vi": ("mã báo cáo", "ngày", "số điện thoại", "số tài khoản", "nội dung", "số tiền"),
    "zh": ("编号", "日期", "电话", "银行账号", "案情描述", "金额"),
    "ko": ("접수번호", "신고일", "전화번호", "계좌번호", "내용", "피해금액"),
}
# How long an invented network uses one before it moves on (days); the shape, not the figures, follows published accounts of mules.
_LIFE = {"phone": 30, "bank_account": 7, "wallet": 365, "domain": 90, "handle": 120}
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True, slots=True)
class Made:
    """What `simulate` wrote."""

    files: list[Path]
    reports: int
    networks: int


@dataclass(slots=True)
class _Network:
    name: str
    countries: tuple[str, ...]
    begins: int
    ends: int
    held: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Report:
    report_id: str
    country: str
    network: str
    day: int
    identifiers: list[tuple[str, str]]
    duplicate_of: str = ""


def simulate(
    out: Path,
    *,
    seed: int = 1,
    reports: int = 2000,
    hub_rate: float = 0.12,
    noise: float = 0.01,
    duplicates: float = 0.02,
) -> Made:
    """Write an invented world into ``out``: one file a country in that country's habits, truth.csv, identifiers_truth.csv.

    60 % of reports belong to networks (sizes fall like a power law), ``hub_rate`` of all also name a hub, ``noise`` of them name
    an identifier of a foreign network, ``duplicates`` repeat another report.
    """
    rng = random.Random(seed)
    networks = _networks(rng, reports)
    hubs = [_identifier(rng, "domain", "TH"), *(_identifier(rng, "phone", cc) for cc in _MOBILE)]
    made: list[_Report] = []
    weights = [1 / (1 + place) ** 0.8 for place in range(len(networks))]
    for number in range(reports):
        report_id = f"R{seed:03d}-{number:07d}"
        if made and rng.random() < duplicates:
            first = rng.choice(made)
            made.append(
                _Report(
                    report_id, first.country, first.network, first.day + 1, list(first.identifiers), first.report_id
                )
            )
            continue
        if rng.random() < 0.6:
            network = rng.choices(networks, weights)[0]
            day = rng.randint(network.begins, network.ends)
            cc = rng.choice(network.countries)
            named = [
                _current(rng, network, kind, cc, day) for kind in rng.sample(sorted(_LIFE), k=rng.choice((1, 2, 2, 3)))
            ]
            one = _Report(report_id, cc, network.name, day, named)
        else:
            cc = rng.choice(sorted(_MOBILE))
            kind = rng.choice(sorted(_LIFE))
            one = _Report(report_id, cc, "", rng.randint(0, 300), [(kind, _identifier(rng, kind, cc))])
        if rng.random() < noise:
            other = rng.choice(networks)
            one.identifiers.append(_current(rng, other, "bank_account", one.country, one.day))
        if rng.random() < hub_rate:
            hub = rng.choice(hubs)
            one.identifiers.append(("domain" if "." in hub else "phone", hub))
        made.append(one)
    return Made(_write(rng, out, made), len(made), len({one.network for one in made} - {""}))


def _networks(rng: random.Random, reports: int) -> list[_Network]:
    found = []
    for number in range(max(2, reports // 40)):
        begins = rng.randint(0, 200)
        cells = tuple(rng.sample(sorted(_MOBILE), k=rng.choice((1, 2, 3))))
        found.append(_Network(f"W{number:05d}", cells, begins, begins + rng.randint(20, 100)))
    return found


def _current(rng: random.Random, network: _Network, kind: str, cc: str, day: int) -> tuple[str, str]:
    """What the network uses on that day: a new one when the last has run its life."""
    key = f"{kind}:{cc if kind in {'phone', 'bank_account'} else ''}:{day // _LIFE[kind]}"
    if key not in network.held:
        network.held[key] = [(day, _identifier(rng, kind, cc))]
    return kind, network.held[key][0][1]


def _identifier(rng: random.Random, kind: str, cc: str) -> str:
    """A canonical identifier that nobody is known to hold."""
    if kind == "phone":
        shape = _MOBILE[cc]
        digits = int(shape[shape.index(":0") + 2])
        return f"+{countries.get(cc).calling_code}{shape.format(rng.randrange(10**digits))}"
    if kind == "bank_account":
        bank = rng.choice(countries.get(cc).banks)
        return f"{cc}:{bank.code}:{rng.randrange(10**9, 10**10)}"
    if kind == "wallet":
        raw = hashlib.sha256(str(rng.random()).encode()).digest()[:20]
        return rng.choice((base58.encode_check(b"\x41" + raw), "0x" + raw.hex()))
    word = "".join(rng.choice("bcdfghjklmnprstvwz") + rng.choice("aeiou") for _ in range(4))
    if kind == "domain":
        return f"{word}-{rng.randrange(100, 999)}.{rng.choice(('com', 'top', 'vip', 'xyz'))}"
    return f"{rng.choice(('telegram', 'line', 'wechat'))}:{word}{rng.randrange(100, 999)}"


def _written(rng: random.Random, kind: str, value: str, cc: str) -> str:
    """The way people write it."""
    if kind == "phone":
        code = countries.get(cc).calling_code
        if not value.startswith("+" + code):
            return value
        local = (countries.get(cc).trunk_prefix or "") + value[1 + len(code) :]
        if cc == "TH" and rng.random() < 0.3:
            return local.translate(_THAI)
        return rng.choice((value, local, f"{local[:3]}-{local[3:6]}-{local[6:]}"))
    if kind == "bank_account":
        home, bank, number = value.split(":")
        name = next(one.names[0] for one in countries.get(home).banks if one.code == bank)
        return f"{name} {number[:3]}-{number[3]}-{number[4:]}" if rng.random() < 0.5 else f"{name} {number}"
    if kind == "domain":
        return rng.choice((value, value.replace(".", "[.]"), f"hxxps://{value}/"))
    if kind == "handle":
        platform, _, name = value.partition(":")
        return f"{platform} @{name}"
    return value


def _write(rng: random.Random, out: Path, made: list[_Report]) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for cc in sorted({one.country for one in made}):
        mine = [one for one in made if one.country == cc]
        files.append(_country(rng, out, cc, mine))
    with (out / "truth.csv").open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(("report_id", "network", "duplicate_of"))
        rows.writerows((one.report_id, one.network, one.duplicate_of) for one in made)
    with (out / "identifiers_truth.csv").open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(("report_id", "kind", "value"))
        rows.writerows((one.report_id, kind, value) for one in made for kind, value in one.identifiers)
    return files


def _country(rng: random.Random, out: Path, cc: str, mine: list[_Report]) -> Path:
    language = _LANGUAGE[cc]
    rows = [_row(rng, one, language) for one in mine]
    if cc in {"KH", "LA", "MM"}:
        path = out / f"reports_{cc.lower()}.jsonl"
        names = ("report_id", "date", "phone", "bank_account", "narrative", "amount")
        lines = (json.dumps(dict(zip(names, row, strict=True)) | {"country": cc}, ensure_ascii=False) for row in rows)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
    encoding, comma = {
        "TH": ("cp874", ","),
        "CN": ("gb18030", ","),
        "KR": ("cp949", ","),
        "VN": ("utf-8-sig", ";"),
    }.get(cc, ("utf-8", ","))
    path = out / f"reports_{cc.lower()}.csv"
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        table = csv.writer(file, delimiter=comma)
        table.writerow((*_HEADERS.get(language, _HEADERS["en"]), "country"))
        table.writerows((*row, cc) for row in rows)
    return path


def _row(rng: random.Random, one: _Report, language: str) -> tuple[str, ...]:
    columns = {"phone": "", "bank_account": ""}
    told = []
    for kind, value in one.identifiers:
        text = _written(rng, kind, value, one.country)
        if kind in columns and not columns[kind] and rng.random() < 0.7:
            columns[kind] = text
        else:
            told.append(text)
    story = rng.choice(OPENINGS[language]).format(what=" , ".join(told))
    day = START + dt.timedelta(days=one.day)
    return (
        one.report_id,
        day.isoformat(),
        columns["phone"],
        columns["bank_account"],
        story,
        str(rng.randrange(1, 900) * 100),
    )
