"""Meetings, commitments, a track, a forum and articles for the trial node: invented people, invented texts, days around today."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from weftnode.accounts.models import Compartment, Officer
from weftnode.articles import actions as articles
from weftnode.articles import reading
from weftnode.diplomacy import actions
from weftnode.diplomacy.models import Meeting
from weftnode.partners.models import Partner

_ARTICLE = """{city}, {day} (Trial News) -- Agency K agreed to hand over the names of forty suspects to Thailand within two weeks, Cambodia's Interior \
Minister Sok Udomsak said after talks with his Thai counterpart.

Mr. Udomsak told reporters that at least three bilateral meetings had been held since January to ease border tensions, speed up mine clearance and \
fight transnational crime. Cambodia will send a list of 1,204 accounts that received 45 million baht.

Somchai Tuayang, Thailand's foreign minister, said Bangkok will raise scam centres at the ASEAN summit in Kuala Lumpur early next month.

Everything in this text is invented.
"""
_VIETNAMESE = """{day} (Tin Thử) - Thủ tướng Trần Ví Dụ cho biết Thái Lan và Việt Nam nhất trí lập đường dây nóng trong vòng một tháng.

Ông Dụ nói hai bên đã tổ chức 2 cuộc họp song phương về tội phạm xuyên quốc gia. Mọi điều trong bài này là bịa đặt.
"""
_MEETING = "Second joint meeting on online scams (invented)"
_WORDS = "Both sides agreed that a joint task force on online scams will be set up within two weeks."
_ASKED = "ฝ่ายไทยจะส่งรายชื่อบัญชีม้าให้ภายใน 1 สัปดาห์"
_THEIRS = "កម្ពុជានឹងប្រគល់ជនសង្ស័យចំនួនបួននាក់ក្នុងរយៈពេលមួយខែ"


def fill(people: Mapping[str, Officer], room: Compartment) -> None:
    """Give the liaison something to look after: what we owe, what they owe, what is late, what comes next."""
    if Meeting.objects.exists():
        return
    by = people["lan"]
    today = timezone.localdate()

    def write(of: str, source: dict[str, Any] | None = None, **values: Any) -> Any:
        return actions.write(by=by, room=room, sort=of, values=values, source=source)

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    kingdom = Partner.objects.filter(country="KH", sort="police").first()
    track = write(
        "track", title="Transnational crime along the border (invented)", subject="transnational_crime", countries="TH KH",
        state="agreed", about="Scam compounds near the border, and the people held in them.",
    )  # fmt: skip
    actions.step(
        by=by,
        track=track,
        values={"on": ago(70), "what": "First contact at the level of police chiefs.", "state": "talking"},
    )
    actions.step(by=by, track=track, values={"on": ago(17), "what": "A task force was agreed.", "state": "agreed"})
    forum = write(
        "forum",
        name="Regional forum on transnational crime (invented)",
        short="RFTC",
        about="Once a year, ministers of ten countries.",
    )
    write(
        "session", forum=forum, title="Ministers' session", first_on=ago(-20), last_on=ago(-22), place="Kuala Lumpur", host="MY",
        ours_to_raise="Days from hit to freeze. Lists of mule accounts.",
    )  # fmt: skip
    write(
        "session",
        forum=forum,
        title="Senior officials",
        first_on=ago(-41),
        last_on=ago(-60),
        is_exact=False,
        host="VN",
        days_as_written="early next year",
    )
    met = write(
        "meeting", {"sort": "minutes", "title": "Agreed minutes", "published_on": ago(17), "paragraph": "4", "quote": _WORDS},
        title=_MEETING, sort="joint", first_on=ago(18), last_on=ago(17), place="Sa Kaeo", country="TH", countries="TH KH LA", convened_by="Agency A",
        agreed="1. A task force.\n2. Lists of mule accounts every week.\n3. People found in raids are heard as presumed victims first.",
    )  # fmt: skip
    met.tracks.add(track)
    for party, country, person, office, came, chair in (
        ("Agency A", "TH", "ดอก ตัวอย่าง", "Deputy chief", "came", True),
        ("Agency K", "KH", "ចាន់ ឧទាហរណ៍", "Head of department", "came", False),
        ("Agency L", "LA", "ບຸນ ຕົວຢ່າງ", "Director", "absent", False),
    ):
        actions.attend(
            by=by, meeting=met, values={"party": party, "country": country, "person": person, "office": office, "came": came, "is_chair": chair}
        )  # fmt: skip
    write(
        "meeting",
        title="Working group of the task force (invented)",
        sort="working_group",
        state="planned",
        first_on=ago(-6),
        countries="TH KH",
        place="Poipet",
    )
    common = {
        "meeting": met,
        "track": track,
        "made_on": ago(17),
        "partner": kingdom,
        "other": "" if kingdom else "Agency K",
        "other_countries": "KH",
    }
    minutes = {"sort": "minutes", "title": "Agreed minutes", "published_on": ago(17)}
    write(
        "commitment", minutes | {"paragraph": "4", "quote": _WORDS}, text=_WORDS, summary="Joint task force on online scams", owner="joint", sort="body",
        due_as_written="within two weeks", due_on=ago(3), due_rule="within:2:week", strength="agreed", **common,
    )  # fmt: skip
    write(
        "commitment", minutes | {"paragraph": "5", "quote": _ASKED}, text=_ASKED, summary="List of mule accounts", owner="ours", sort="share", answers=by,
        due_as_written="ภายใน 1 สัปดาห์", due_on=ago(10), due_rule="within:1:week", strength="will", **common,
    )  # fmt: skip
    write(
        "commitment", minutes | {"paragraph": "6", "quote": _THEIRS}, text=_THEIRS, summary="Hand over four suspects", owner="theirs", sort="hand_over",
        due_as_written="ក្នុងរយៈពេលមួយខែ", due_on=ago(-14), due_rule="within:1:month", strength="pledged", **common,
    )  # fmt: skip
    kept = write("commitment", text="Agency L names a focal point by telephone.", owner="theirs", sort="meet", made_on=ago(30), due_on=ago(20), due_rule="hand", other="Agency L", other_countries="LA")  # fmt: skip
    actions.prove(by=by, commitment=kept, reference="Letter 12/31 (invented)")
    actions.turn(by=by, commitment=kept, state="kept")
    statement = write(
        "statement", title="Joint press statement (invented)", sort="press_statement", issued_on=ago(17), countries="TH KH", meeting=met,
        text=f"{_WORDS}\n\nSince January 620 people were found in compounds and heard as presumed victims first.",
    )  # fmt: skip
    write("figure", {"sort": "statement", "title": "Joint press statement (invented)", "published_on": ago(17)}, what="people found in compounds since January", value=620, as_written="620 people", statement=statement, meeting=met, last_on=ago(17), said_by="Agency K")  # fmt: skip
    write("official", name="ดอก ตัวอย่าง", name_latin="Dok Tuayang", office="Deputy chief", country="TH", seen_on=ago(17))
    day = ago(4)
    for text, shown in (
        (_ARTICLE.format(city="PHNOM PENH", day=f"{day:%B} {day.day}, {day.year}"), day),
        (_VIETNAMESE.format(day=f"{day:%d/%m/%Y}"), day),
    ):
        articles.keep(by=by, room=room, given=reading.Given(text), published_on=shown, agency="Trial News")
