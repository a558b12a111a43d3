"""Every page there is, with everything a page can hold: what the tests of attacks walk through. Nothing here names a page or a field: they are
found, so that a new one is walked by itself; a field that must keep its value is named in ``MACHINE`` with the reason.
"""

import itertools
from html.parser import HTMLParser

from django.apps import apps
from django.db import IntegrityError, models, transaction

# Where a text may end up, and what would run there: twelve ways out of a context times ten ways to run.
WAYS_OUT = ("", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", '\\"', "</style>", "{{", "</option></select>")  # fmt: skip
WAYS_TO_RUN = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<style>@import'//evil.example';</style>",
    "<base href=//evil.example/>",
    "javascript:alert(1)//<meta http-equiv=refresh content=0;url=//evil.example>",
)
PAYLOADS = [out + run for out, run in itertools.product(WAYS_OUT, WAYS_TO_RUN)]
SHORTEST = min(map(len, PAYLOADS))
# Words that the node itself draws or looks up, which no person and no file can write. Whoever adds one says why.
MACHINE = {
    "the sign-in name or code by which the tests find it again": {
        "accounts.Officer.login", "accounts.Officer.password", "accounts.Compartment.code", "accounts.SignInLink.token_hash",
        "accounts.Token.token_hash", "desk.Feed.token_hash", "api.Done.key", "api.Done.digest",
    },
    "a name drawn by us, or a digest": {
        "reports.Batch.stored", "reports.Batch.sha256", "reports.Report.reporter_key", "diplomacy.Proof.stored", "diplomacy.Proof.sha256",
        "articles.Article.digest", "articles.Article.encoding", "partners.Sent.sha256", "partners.Sent.media_type", "requests.Arrived.sha256",
        "briefs.Copy.pdf_sha256", "briefs.Copy.docx_sha256", "networks.Network.signature", "networks.Build.mark",
    },
    "a word out of a table of ours": {
        "partners.Marking.label", "partners.SentThing.label", "partners.Sent.purpose", "requests.Request.purpose", "requests.Request.offence",
        "requests.Step.act", "requests.Answer.ground", "cases.Hold.rule_id", "cases.Plea.rule_id", "cases.Measure.power", "requests.Request.due_zone",
        "cases.Event.what", "desk.Entry.key", "desk.Entry.zone", "desk.Entry.sort", "desk.Entry.number", "articles.Finding.record_sort",
        "briefs.Omission.key", "requests.Letter.kept_because", "diplomacy.Commitment.due_rule", "diplomacy.Session.days_rule", "requests.Key.line",
    },
    "the log: an entry that was changed is no entry": {
        "audit.Detail.record", "audit.Detail.who", "audit.Detail.action", "audit.Detail.about", "audit.Tile.name",
    },
    "work of the machine": {"work.Lease.worker", "work.Schedule.task"},
}  # fmt: skip
_KEPT = set().union(*MACHINE.values())


def text_fields():
    """Every column that holds text and takes the shortest payload, as ``(model, field)``."""
    for model in apps.get_models():
        if model.__module__.startswith("weftnode."):
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
                long_enough = is_text and (field.max_length or 10**6) >= SHORTEST
                if long_enough and f"{model._meta.label}.{field.name}" not in _KEPT:
                    yield model, field


def unknown_machine_words():
    """Names in ``MACHINE`` that are no fields any more."""
    there = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.concrete_fields}  # fmt: skip
    return _KEPT - there


def fill(number):
    """Write payloads into every text field of every row, other ones for each ``number``; as many in one as it holds."""
    for at, (model, field) in enumerate(text_fields()):
        room = field.max_length or 12_000
        for rows in _ways(model, field):
            try:
                with transaction.atomic():
                    for some in rows:
                        text = (
                            _text(number + at, room)
                            if len(rows) == 1
                            else f"{some.get().pk}{PAYLOADS[number % len(PAYLOADS)]}"
                        )
                        some.update(**{field.name: text[:room]})
                break
            except IntegrityError:
                continue  # a rule of the table: the next way


def _ways(model, field):
    """All rows at once; those that say something (an empty one may have to stay empty); each by itself, if it must differ from the others."""
    if not field.unique:
        yield [model.objects.all()]
        yield [model.objects.exclude(**{field.name: ""})]
    yield [model.objects.filter(pk=pk) for pk in model.objects.values_list("pk", flat=True)]


def _text(start, room):
    text = ""
    for step in range(len(PAYLOADS)):
        more = PAYLOADS[(start + step) % len(PAYLOADS)]
        if len(text) + len(more) + 1 <= room:
            text += more + " "
    return text


class Forms(HTMLParser):
    """The forms of a page: ``[(method, action, {name: [value, …]}, [names one may type into])]``."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self._select = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name = said.get("name")
        if tag == "form":
            self.forms.append((said.get("method", "get").lower(), said.get("action") or "", {}, []))
        elif self.forms and tag in {"input", "textarea", "select", "button"} and name:
            _method, _action, given, typed = self.forms[-1]
            given.setdefault(name, [])
            kind = said.get("type", "text") if tag == "input" else tag
            if kind not in {"checkbox", "radio", "button"} or "checked" in said:
                given[name].append(said.get("value") or "")
            if kind in {"text", "search", "textarea", "hidden", "date", "number", "url", "email"}:
                typed.append(name)
            self._select = name if tag == "select" else ""
        elif tag == "option" and self._select and self.forms and said.get("value"):
            self.forms[-1][2].setdefault(self._select, []).append(said["value"])


class _Markup(HTMLParser):
    """What of a page would run, or change what the page is, though no template of ours has it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            word = "".join((value or "").split()).lower()
            if name.startswith("on") or (
                name in _LEADING and word.startswith(("javascript:", "data:text", "vbscript:"))
            ):
                self.found.append(f"<{tag} {name}={value!r}>"[:200])
            if name in {"srcdoc", "style"} or (name == "http-equiv" and word == "refresh"):
                self.found.append(f"<{tag} {name}={value!r}>"[:200])
        if tag in {"base", "iframe", "object", "embed", "math", "style"}:
            self.found.append(f"<{tag}>")

    def handle_data(self, data):
        if self.cdata_elem and "alert(1)" in data:
            self.found.append(f"in <{self.cdata_elem}>: {data[:100]}")

    handle_startendtag = handle_starttag


_LEADING = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}


def markup_of_strangers(text):
    """What of a payload stands in a page as markup: must be nothing."""
    return _Markup(text).found
