"""Phones: ours beside ``phonenumbers``, which people would use, on the same numbers in the same run.

    python benchmarks/phones.py [COUNT]

CPU time of one core. Every number is distinct, so that no cache helps; half are E.164, half as people of the country write
them. The answers of both are compared: a quick wrong answer is worth nothing.
"""

import random
import sys
import time

import phonenumbers
from phonenumbers import PhoneNumberFormat

from weft.kinds import phone, wallet
from weft.kinds.base58 import encode_check

COUNTRIES = ("TH", "VN", "KH", "LA", "MM", "CN", "KR", "MY", "SG")


def make(count: int, seed: int) -> list[tuple[str, str]]:
    """Distinct valid mobile numbers of nine countries, with the country each is read in."""
    rng = random.Random(seed)
    made: dict[str, tuple[str, str]] = {}
    while len(made) < count:
        country = rng.choice(COUNTRIES)
        example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
        digits = str(example.national_number)
        digits = digits[:2] + "".join(rng.choice("0123456789") for _ in digits[2:])
        number = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(digits))
        if not phonenumbers.is_valid_number(number):
            continue
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        made[e164] = (e164 if rng.random() < 0.5 else national, country)
    return list(made.values())


def decoys(count: int, seed: int) -> list[tuple[str, str]]:
    """Runs of digits that are no phone more often than not: order numbers, accounts."""
    rng = random.Random(seed)
    return [(str(rng.randrange(10**7, 10**13)), rng.choice(COUNTRIES)) for _ in range(count)]


def library(text: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def best(read, numbers, rounds):
    """Seconds of CPU, the best of ``rounds``, and the answers."""
    times, answers = [], []
    for _ in range(rounds):
        start = time.process_time()
        answers = [read(text, country) for text, country in numbers]
        times.append(time.process_time() - start)
    return min(times), answers


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    print(
        f"phonenumbers {phonenumbers.__version__}, {count:,} distinct numbers of {len(COUNTRIES)} countries, one core, CPU time"
    )
    for title, numbers in (("half E.164, half national", make(count, 1)), ("runs of 8 to 13 digits", decoys(count, 2))):
        slow, expected = best(library, numbers, 2)
        quick, got = best(phone.read, numbers, 5)
        agree = sum(a == b for a, b in zip(expected, got, strict=True))
        # Ours also reads a mobile number of the region without its plus; the library needs the plus.
        lost = sum(a is not None and a != b for a, b in zip(expected, got, strict=True))
        print(
            f"{title}: phonenumbers {count / slow:,.0f}/s, weft {count / quick:,.0f}/s, ratio {slow / quick:.1f}; "
            f"same answer {agree / count:.5f}, valid ones read otherwise {lost}"
        )
    rng = random.Random(3)
    addresses = [encode_check(b"\x41" + rng.randbytes(20)) for _ in range(count)]
    start = time.process_time()
    read = sum(wallet.read(address) == address for address in addresses)
    print(
        f"TRON addresses with their checksum: {(time.process_time() - start) / count * 1e6:.1f} us each, {read / count:.5f} read"
    )


if __name__ == "__main__":
    main()
