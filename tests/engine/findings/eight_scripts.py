"""An invented run with everything a page has to stand: eight scripts, right-to-left text, long values, many networks, and markup."""

import datetime as dt
import random
from decimal import Decimal

import invented_run as invented

from weft.findings.tables import WatchHit
from weft.model import Change, Damped, Key, Money, Network, Problem

COUNTRIES = ("TH", "KH", "VN", "LA", "MM", "CN", "KR", "MY")
CURRENCIES = {"TH": "THB", "KH": "USD", "VN": "VND", "LA": "LAK", "MM": "MMK", "CN": "CNY", "KR": "KRW", "MY": "MYR"}

# How somebody may write a handle or a number in each script. All invented; 000 numbers and .example names belong to nobody.
WRITTEN = (
    ("handle", "line:ลงทุนรวยไว", "ไลน์ ลงทุนรวยไว"),
    ("handle", "telegram:វិនិយោគរហ័ស", "តេឡេក្រាម វិនិយោគរហ័ស"),
    ("handle", "zalo:đầutưnhanh", "Zalo: Đầu Tư Nhanh"),
    ("handle", "facebook:ລົງທຶນໄວ", "ເຟສບຸກ ລົງທຶນໄວ"),
    ("handle", "viber:အမြန်ရင်းနှီးမြှုပ်နှံမှု", "ဗိုက်ဘာ အမြန်ရင်းနှီးမြှုပ်နှံမှု"),
    ("handle", "wechat:快速投资顾问", "微信：快速投资顾问"),
    ("handle", "kakao:빠른투자상담", "카카오톡 빠른투자상담"),
    ("handle", "whatsapp:استثمار سريع", "واتساب استثمار سريع"),
    ("phone", "+66000000017", "๐๐๐-๐๐๐-๐๑๗"),
    ("phone", "+855000000031", "០០០ ០០០ ០៣១"),
    ("domain", "xn--12c1fe0br.example", "ไทย.example"),
    ("email", "pay\u202emoc.knab@example.test", "pay\u202emoc.knab@example.test"),
    (
        "url",
        "https://login.bank.example/" + "verify-account-now/" * 5 + "?t=0123456789",
        "hxxps://login[.]bank[.]example",
    ),
    ("bank_account", "TH:KBANK:0000000017", "000-0-00001-7"),
    ("payment_qr", "00020101021129370016A000000677010111011300660000000175802TH53037646304FFFF", "QR"),
    ("wallet", "0x00000000000000000000000000000000000f00d5", "0x0000…"),
)
SENTENCE = {
    "TH": "ทั้งสองรายงานระบุบัญชีเดียวกัน",
    "KH": "របាយការណ៍ទាំងពីរបង្ហាញគណនីតែមួយ",
    "VN": "Cả hai báo cáo đều nêu cùng một tài khoản",
    "LA": "ທັງສອງລາຍງານບອກບັນຊີດຽວກັນ",
    "MM": "အစီရင်ခံစာနှစ်ခုလုံးတွင် အကောင့်တစ်ခုတည်း ပါရှိသည်",
    "CN": "两份报告提到同一个账户",
    "KR": "두 신고 모두 같은 계좌를 언급합니다",
    "MY": "Kedua-dua laporan menyebut akaun yang sama",
}
KINDS = ("phone", "bank_account", "domain", "handle", "wallet", "email", "device")


def run(sizes=(180, 64, 41, 22, 15, 9, 7, 5, 4, 3, 3, 2, 2, 2), payload=""):
    """(reading, networks, watch hits). `payload` is put into every text there is."""
    rng = random.Random(20)
    reports, seen, member, networks, ties = [], [], [], [], []
    start = dt.date(2031, 1, 6)
    for n, size in enumerate(sizes):
        home = rng.sample(COUNTRIES, k=min(len(COUNTRIES), 1 + size // 12 + n % 2))
        values = []
        for m in range(max(2, size // 5)):
            if n + m < len(WRITTEN) and m < 6:
                kind, value, written = WRITTEN[(n * 5 + m) % len(WRITTEN)]
                values.append((kind, f"{value}{payload}" if n else f"{value}", written + payload))
            else:
                kind = KINDS[(n + m) % len(KINDS)]
                value = {"phone": f"+66000{n:02d}{m:04d}", "domain": f"site{m}-{n}.example"}.get(
                    kind, f"{kind[:2]}:{n:03d}{m:07d}"
                )
                values.append((kind, value + payload, value + payload))
        first = len(reports)
        counts = {}
        for k in range(size):
            country = home[k % len(home)]
            day = start + dt.timedelta(days=int(rng.betavariate(2, 3) * (30 + size * 2)))
            reports.append(
                {
                    "report_id": f"{country.lower()}-{len(reports):05d}{payload if k % 7 == 3 else ''}",
                    "file": f"hotline_{country.lower()}.csv",
                    "country": None if k % 17 == 5 else country,
                    "reported_on": None if k % 19 == 7 else day,
                    "amount": Decimal(rng.randrange(500, 900000)) if k % 3 else None,
                    "currency": CURRENCIES[country] if k % 3 else None,
                    "reporter": "Bait Reporter 0999",
                    "narrative": "bait narrative " + SENTENCE[country],
                }
            )
            member.append(n)
            centre = int(k / size * len(values))
            for place in sorted(
                {centre, rng.randrange(max(0, centre - 2), min(len(values), centre + 2)), *([0] if k % 11 == 0 else [])}
            ):
                kind, value, written = values[place]
                seen.append((len(reports) - 1, kind, value, written, "column"))
                counts[place] = counts.get(place, 0) + 1
            seen.append((len(reports) - 1, "phone", f"+6600099{len(reports):05d}", "alone", "column"))
        ranked = sorted(counts, key=lambda place: -counts[place])
        country = home[0]
        networks.append(
            Network(
                network_id=f"W-{n:04d}{payload}",
                reports=size,
                identifiers=len(values),
                countries=tuple(sorted(home)),
                first_on=start,
                last_on=start + dt.timedelta(days=30 + size * 2),
                losses=tuple(Money(CURRENCIES[c] + payload, Decimal(rng.randrange(1000, 90_000_000)), size // 3 + 1) for c in home[:3]),
                typologies=(("investment" + payload, size // 2 + 1), ("impersonation_bank", size // 4 + 1)),
                sureness=round(rng.uniform(0.2, 0.98), 3),
                sure_because=f"{SENTENCE[country]} {payload}",
                keys=tuple(
                    Key(values[p][0], values[p][1], counts[p], start, start + dt.timedelta(days=40), max(0, counts[p] - 2) if i < 3 else 0,
                        round(0.6 / (i + 1), 4), ("lookalike:bank.example" + payload,) if i == 1 else ())
                    for i, p in enumerate(ranked)
                ),
            )
        )  # fmt: skip
        a, b = reports[first]["report_id"], reports[first + 1]["report_id"]
        ties.append(
            (
                f"W-{n:04d}{payload}",
                a,
                b,
                values[0][0],
                values[0][1],
                0.9,
                3,
                f"{SENTENCE[country]}: {values[0][1]} {payload}",
            )
        )
    for k in range(60):
        reports.append({"report_id": f"alone-{k}", "file": "alone.csv", "country": COUNTRIES[k % 8]})
        member.append(-1)
    for place, report in enumerate(reports):
        report["row"] = place + 2
    wide = WRITTEN[0]
    problems = [
        Problem(
            f"hotline_{c.lower()}.csv{payload}",
            5 + k,
            "จำนวนเงิน" + payload if k % 2 else "loss",
            "input.amount",
            f"expected a number, got words {payload}",
            SENTENCE[c][:20] + payload,
        )
        for k, c in enumerate(COUNTRIES * 9)
    ] + [
        Problem("hotline_th.csv", 99, "", "input.row", "expected 9 cells, got 2", "bait whole row"),
        Problem("hotline_th.csv", 98, "ชื่อ", "input.text", "broken text", "bait name"),
    ]
    reading = invented.InventedReading(
        reports=invented.reports(*reports),
        sightings=invented.sightings(*seen),
        problems=problems,
        files=[
            invented.File(
                f"hotline_{c.lower()}.csv{payload}",
                "csv" + payload,
                "utf-8",
                300,
                f"{n:064x}",
                {"ชื่อ": "reporter", "เบอร์โทร" + payload: "phone"},
            )
            for n, c in enumerate(COUNTRIES)
        ]
        + [invented.File("hotline_th.csv", columns={"ชื่อ": "reporter"})],
    )
    found = invented.InventedNetworks(
        member=invented.members(*member),
        networks=networks,
        ties=invented.ties(*ties),
        damped=[
            Damped(
                "phone",
                "+6621110000" + payload,
                90,
                "public_service",
                f"A bank's own call centre, named by 90 reports in 8 countries. {payload}",
            ),
            Damped(
                "domain", "chat.example", 400, "over_shared" + payload, "Spread over 31 groups that share nothing else."
            ),
            Damped(
                "bank_account",
                "KH:ABA:000000017",
                24,
                "rented",
                "Used by W-0001 until 3 Feb 2031 and by W-0003 after it.",
            ),
        ],
        changes=[
            Change(networks[0].network_id, "merged", 90, 180, ("W-0100" + payload, "W-0101")),
            Change("W-0900", "gone" + payload, 4, 0),
            Change(networks[1].network_id, "grew", 33, 64),
            *(Change(one.network_id, "new", 0, one.reports) for one in networks[2:3]),
        ],
        duplicates=[("th-00000" + payload, "th-00003", "kh-00009"), ("vn-1", "vn-2")],
    )
    hits = [
        WatchHit(
            "sanctions" + payload,
            "สมาชิกเครือข่าย (listed 2030)" + payload,
            wide[0],
            wide[1],
            reports[0]["report_id"],
            networks[0].network_id,
            "column",
        )
    ]
    return reading, found, hits
