"""Addresses of the interface for programs. A key opens the KEYED ones, not a session: `test_api_access.py` walks them."""

from access_rows.words import ANALYST, CASE

ROWS = {
    "api:reference": ("get", {ANALYST, CASE}),
}
# Operation -> method, the right its key needs, what it points at, a body that would do.
OPERATIONS = {
    "me": ("get", "", None, None),
    "reports": ("get", "reports.read", None, None),
    "write_report": ("post", "reports.write", None, {"narrative": "call 0812345678"}),
    "report": ("get", "reports.read", "report", None),
    "report_status": ("put", "reports.write", "report", {"status": "closed"}),
    "look_up": ("post", "reports.read", None, {"text": "0812345678"}),
    "networks": ("get", "networks.read", None, None),
    "network": ("get", "networks.read", "network", None),
    "members": ("get", "networks.read", "network", None),
    "ties": ("get", "networks.read", "network", None),
    "identifiers": ("get", "networks.read", "network", None),
    "judgements": ("get", "networks.read", "network", None),
    "title": ("put", "networks.judge", "network", {"title": "N"}),
    "judge": ("post", "networks.judge", None, {"report": 1, "other": 2, "verdict": "same", "reason": "same voice"}),
    "withdraw": ("delete", "networks.judge", "judgement", None),
    "builds": ("get", "networks.read", None, None),
}
KEYED = {"api:openapi", "api:absent", *(f"api:{operation}" for operation in OPERATIONS)}
