"""The sourced-news part of the trial node: real public meetings, as facts in our own words, each with the address it was read at.

No sentence is copied and no person is named. Everything else on the trial node is invented; these two are not, and say so.
"""

import datetime as dt
from collections.abc import Mapping

from weftnode.accounts.models import Compartment, Officer
from weftnode.articles import actions, reading
from weftnode.articles.models import Article

_NOTE = "A summary in our own words of what the newspaper reports; read it there before you rely on it."
NEWS = (
    (
        dt.date(2025, 9, 10),
        "General Border Committee at Koh Kong (summary)",
        "https://www.nationthailand.com/news/asean/40055343",
        ("KOH KONG, 2025-09-10 -- Thailand and Cambodia met in Koh Kong for a special meeting of the General Border Committee.\n\n"
        "Both sides agreed to set up a joint working group on online scams within one week. Thailand will hand over to Cambodia the coordinates of more "
        "than 60 scam sites. A group for mine clearance will be set up by Thailand and Cambodia within one week, and its work starts within one month.\n\n"),
    ),
    (
        dt.date(2025, 10, 23),
        "Second special General Border Committee, Kuala Lumpur (summary)",
        "https://www.nationthailand.com/news/asean/40057201",
        ("KUALA LUMPUR, 2025-10-23 -- Thailand and Cambodia agreed on six points at the second special meeting of the General Border Committee in Malaysia.\n\n"
        "Thailand and Cambodia agreed to set up a joint task force on online scams within two weeks. Their action plan names intelligence sharing, operational "
        "support, apprehension and prevention, with measures on suspects, victims and evidence. Both sides agreed on a common procedure for mine clearance, and "
        "an ASEAN Observer Team takes part.\n\n"),
    ),
)  # fmt: skip


def fill(people: Mapping[str, Officer], room: Compartment) -> None:
    """Keep both, with their suggestions undecided: the tutorial confirms them. Not a second time."""
    for day, title, link, text in NEWS:
        if not Article.objects.filter(compartment=room, link=link).exists():
            given = reading.Given(f"{text}{_NOTE}\n")
            actions.keep(
                by=people["lan"],
                room=room,
                given=given,
                published_on=day,
                agency="The Nation",
                link=link,
                title=title,
                language="en",
            )
