"""An approved brief as the gate sees it: the papers that were kept, under the label they carry. It leaves through the partners' door alone."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft import release
from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.briefs import audience, content, queries
from weftnode.briefs.models import Brief, Copy
from weftnode.partners import markings
from weftnode.partners.outbound import Cleared, File, Writer
from weftnode.partners.things import Source, Thing

LABEL = "briefs.brief"
_FIELDS = {
    "title": release.Sort.PLAIN,
    "language": release.Sort.PLAIN,
    "until": release.Sort.PLAIN,
    "pdf_sha256": release.Sort.PLAIN,
    "paper": release.Sort.NARRATIVE,
}


def brief(viewer: Officer, pk: int) -> Thing:
    """One brief for partners. NothingFound for what is not there, is not this viewer's, is for our own side, or was not approved."""
    found = queries.brief(viewer, pk)
    copy = Copy.objects.filter(brief=found).first()
    if copy is None or found.audience == Brief.Audience.OWN:
        raise NothingFound("no brief for partners that was approved")
    values = {
        "title": found.title,
        "language": found.language,
        "until": found.until,
        "pdf_sha256": copy.pdf_sha256,
        "paper": f"{found.number}.pdf",
    }
    # A person read every line of it before it was approved: that is what clears a text.
    item = release.Item("brief", _FIELDS, cleared_texts=frozenset({"paper"}))
    return Thing(LABEL, found.pk, str(found), item, values, _marking(found, copy))


def _marking(found: Brief, copy: Copy) -> release.Marking:
    """What the paper shows, and what somebody put on the brief since, the stricter of both."""
    tlp, _blank, pap = content.Content.from_json(copy.content).marking.partition(" ")
    own = audience.own_label(found)
    printed = release.Marking(release.TLP.read(tlp), release.PAP.read(pap), named=own.named)
    later = markings.of(LABEL, found.pk)
    return release.strictest([printed, later]) if later else printed


def writer(pk: int) -> Writer:
    """What makes the file of a brief: the bytes that were approved, and no others."""

    def as_approved(cleared: Cleared) -> File:
        copy = Copy.objects.get(brief=pk)
        names = {one.values.get("paper") for one in cleared.parts}
        if names != {f"{copy.brief.number}.pdf"}:
            raise NothingFound("the paper itself may not go")
        return File(f"{copy.brief.number}.pdf", "application/pdf", bytes(copy.pdf))

    return as_approved


def source() -> Source:
    """What this app brings."""
    words: dict[str, str | Promise] = {
        "title": _("title"),
        "language": _("language"),
        "until": _("up to"),
        "pdf_sha256": "SHA-256",
        "paper": _("paper"),
    }
    return Source(LABEL, _("brief"), brief, lambda pk: reverse("briefs:brief", args=[pk]), words, writer)
