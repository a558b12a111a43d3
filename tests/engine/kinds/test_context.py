"""Which words speak for which number: one case for each rule of ``weft.kinds.context``."""

import pytest

from weft import kinds


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        # A word serves the number behind it, and those listed after that one.
        ("call 0810711111, 0810711112 and 0810711113", "TH", ["+66810711111", "+66810711112", "+66810711113"]),
        ("order 0810711111 then 0810711112", "TH", ["+66810711112"]),
        # A label ends in a colon, whatever its words.
        ("Account to be paid into: 1234567890", "TH", ["TH::1234567890"]),
        # A bank behind, beside, in brackets, or one that has a number of its own.
        ("STK 123456789012 Vietcombank", "VN", ["VN:VCB:123456789012"]),
        ("STK 123456789012 NGUYEN VAN A Vietcombank", "VN", ["VN:VCB:123456789012"]),
        ("STK 123456789012 (Vietcombank) 500k", "VN", ["VN:VCB:123456789012"]),
        ("STK 123456789012 VCB stk 999456789012", "VN", ["VN::123456789012", "VN:VCB:999456789012"]),
        # Of two countries' banks the report's own; an ordinary word is a bank only with a capital.
        ("we were at first, account 12345678", "MY", ["MY::12345678"]),
        ("paid First Bank account 123456789", "TW", ["TW:FIRST:123456789"]),
        # The next sentence and the next line have their own words.
        ("I rang the bank. 1234567890 was on the wall", "TH", []),
        ("order no 12345678\n0810711111", "TH", ["+66810711111"]),
        # Parts of something else.
        ("ref OC/2025/0810711111", "TH", []),
        ("card 621234******5678", "CN", []),
        ("16/11/2568 09.15", "HK", []),
        ("version 10.0.19045.3803", "CN", []),
        ("ORD-0810711111", "TH", []),
        ("total 0810711111%", "TH", []),
    ],
)
def test_what_stands_around_a_number_tells_it(text, country, found):
    assert [one.value for one in kinds.find(text, country)] == found
