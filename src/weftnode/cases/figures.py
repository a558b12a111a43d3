"""The picture of whom measures reach, made on the server; the table beside it says the same."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from weftnode.cases.queries import Reach

_WIDTH, _LINE, _LABEL, _COUNT = 720, 26, 210, 50


def reach(found: Reach) -> SafeString:
    """Bars by role, those who pay and own at the top; empty when no measure names a role."""
    if not found.said:
        return SafeString("")
    rows = found.rows
    peak = max(count for *_, count in rows) or 1
    room = _WIDTH - _LABEL - _COUNT
    marks = format_html_join(
        "",
        '<g class="rank{}"><text x="{}" y="{}" text-anchor="end">{}</text><rect x="{}" y="{}" width="{}" height="{}" rx="2"></rect>'
        '<text x="{}" y="{}">{}</text></g>',
        (
            (
                rank, _LABEL - 10, at * _LINE + 17, name, _LABEL, at * _LINE + 4, f"{room * count / peak:.0f}", _LINE - 8,
                f"{_LABEL + room * count / peak + 6:.0f}", at * _LINE + 17, count,
            )
            for at, (_code, name, rank, count) in enumerate(rows)
        ),
    )  # fmt: skip
    said = _("Measures that took effect, by the role of whoever they met")
    return format_html(
        '<svg class="reach" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _WIDTH,
        len(rows) * _LINE + 4,
        said,
        marks,
    )
