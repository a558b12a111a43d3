"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "articles.article.kept": _("brought an article"),
    "articles.article.read_anew": _("had an article read anew"),
    "articles.article.described": _("corrected what is known of an article"),
    "articles.article.withdrawn": _("withdrew an article"),
    "articles.article.restored": _("brought an article back"),
    "articles.findings.decided": _("said what is right in an article"),
    "articles.finding.corrected": _("corrected what was read in an article"),
    "articles.finding.marked": _("marked something in an article"),
    "articles.decision.undone": _("took a decision about an article back"),
    "articles.list.read": _("read a list of articles"),
    "articles.article.read": _("read an article"),
}
