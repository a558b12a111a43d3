"""Meetings and commitments: both directions, due days with their reason, proofs, history, withdrawing; what is bad input."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from weft import release
from weft.errors import InputProblem, NothingFound, Refused
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.diplomacy import actions, days, figures, queries
from weftnode.diplomacy.fields import CountriesField
from weftnode.diplomacy.models import Commitment, Meeting
from weftnode.partners import actions as partners
from weftnode.partners import outbound, things

DAY = dt.date(2031, 9, 10)


@pytest.fixture
def lia(officer, room):
    return officer("lia", roles.Liaison, rooms=[room], name="Lia Contoh")


@pytest.fixture
def written(lia, room):
    """A function that writes a commitment down."""

    def make(**values):
        given = {"text": "We will share the list.", "owner": "ours", "other": "Agency K", **values}
        return actions.write(by=lia, room=room, sort="commitment", values=given)

    return make


def at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def posted(**values):
    return {
        "text": "A joint working group will be set up within one week.", "owner": "joint", "strength": "agreed", "sort": "body", "other": "Agency K",
        "made_on": "2031-09-10", "due_as_written": "within one week", "source_sort": "statement", **values,
    }  # fmt: skip


def test_a_due_day_is_shown_with_its_reason_before_it_is_saved(lia, room, sign_in):
    browser = sign_in(lia)
    address = reverse("diplomacy:new", args=["commitment"])

    first = browser.post(address, posted(room=room.pk))
    shown = first.context["form"]

    assert first.status_code == 422
    assert not Commitment.objects.exists()
    assert (shown["due_on"].value(), shown["shown"].value()) == ("2031-09-17", "2031-09-17")
    assert "1 week counted from 10 September 2031" in first.content.decode()

    browser.post(address, posted(room=room.pk, due_on="2031-09-17", shown="2031-09-17"))
    (made,) = Commitment.objects.all()
    assert (made.due_on, made.due_rule, made.due_from) == (dt.date(2031, 9, 17), "within:1:week", None)


def test_a_suggested_day_may_be_cleared_or_changed(lia, room, sign_in):
    browser = sign_in(lia)
    address = reverse("diplomacy:new", args=["commitment"])

    browser.post(address, posted(room=room.pk, due_on="", shown="2031-09-17"))
    browser.post(address, posted(room=room.pk, due_on="2031-09-30", shown="2031-09-17"))

    assert list(Commitment.objects.order_by("pk").values_list("due_on", "due_rule")) == [
        (None, ""),
        (dt.date(2031, 9, 30), "hand"),
    ]


def test_the_day_is_worked_out_while_one_types_and_a_typed_day_stays(lia, sign_in):
    browser = sign_in(lia)

    def asked(**values):
        return browser.get(reverse("diplomacy:when"), {"made_on": "2031-09-10", **values}).content.decode()

    assert 'value="2031-09-24"' in asked(due_as_written="ภายใน 2 สัปดาห์")
    assert 'value="2031-12-24"' in asked(due_as_written="within two weeks", due_on="2031-12-24", shown="")
    assert "no time is named" in asked(due_as_written="soon")
    assert "No day can be read" in asked(due_as_written="when it suits us")
    assert "on which day it was made" in asked(due_as_written="next week", made_on="")


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"due_on": "2031-02-30"}, "due_on", "There is no such day as “2031-02-30”."),
        ({"due_on": "29/02/2574"}, "due_on", "There is no such day as “29/02/2574”."),
        ({"due_on": "soon"}, "due_on", "“soon” is no day. Write it as 2025-10-16, 16/10/2025 or 16/10/2568."),
        (
            {"due_on": "2031-09-01"},
            "due_on",
            "It would be due on 1 September 2031, before it was made on 10 September 2031.",
        ),
        ({"other_countries": "Atlantis"}, "other_countries", "No country is called “Atlantis”."),
        ({"owner_country": "KH, TH"}, "owner_country", "One country only."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(values, field, said, lia, room, sign_in):
    response = sign_in(lia).post(reverse("diplomacy:new", args=["commitment"]), posted(room=room.pk, **values))

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [said]
    assert response.context["form"]["text"].value() == posted()["text"]
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-09-10", DAY), ("10/9/2031", DAY), ("10/9/2574", DAY), ("2574-09-10", DAY), ("10 กันยายน 2574", DAY), ("2031年9月10日", DAY),
        ("10 tháng 9 năm 2031", DAY), ("29/02/2571", dt.date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_days_are_read_in_either_era_and_in_words(written, day):
    assert days.DayField().clean(written) == day


@pytest.mark.parametrize(
    ("text", "codes"), [("Thailand, กัมพูชา; 韩国", "TH KH KR"), ("TH KH", "TH KH"), ("Việt Nam, Lào", "VN LA"), ("", "")]
)
def test_countries_are_read_by_name_in_any_language(text, codes):
    assert CountriesField(required=False).clean(text) == codes


def test_both_directions_are_counted(lia, written):
    on = queries.today()
    written(due_on=on - dt.timedelta(days=1))
    written(due_on=on)
    written(due_on=on + dt.timedelta(days=15))
    written(owner="theirs")
    kept = written(owner="theirs")
    actions.prove(by=lia, commitment=kept, reference="letter 12")
    actions.turn(by=lia, commitment=kept, state="kept")

    told = {one.owner: (one.owed, one.overdue, one.soon, one.kept) for one in queries.balance(lia)}

    assert told == {"ours": (3, 1, 1, 0), "theirs": (1, 0, 0, 1), "joint": (0, 0, 0, 0), "others": (0, 0, 0, 0)}


def test_the_list_goes_by_due_day_or_by_partner(lia, written):
    a = written(other="B", due_on=DAY)
    b = written(other="A", due_on=DAY + dt.timedelta(days=1), made_on=DAY)
    c = written(other="A", owner="theirs")

    assert list(queries.commitments(lia, queries.Asked())) == [a, b, c]
    assert list(queries.commitments(lia, queries.Asked(by="partner"))) == [b, c, a]
    assert list(queries.commitments(lia, queries.Asked(owner="theirs"))) == [c]
    assert list(queries.commitments(lia, queries.Asked(text="b"))) == [a]


def test_a_promise_is_kept_only_with_something_that_shows_it(lia, written):
    one = written()

    with pytest.raises(Refused, match="Add what shows"):
        actions.turn(by=lia, commitment=one, state="kept")
    actions.turn(by=lia, commitment=one, state="reported", why="they say so")
    one.refresh_from_db()
    actions.prove(by=lia, commitment=one, file=SimpleUploadedFile("../../evil name.txt", b"signed"))
    actions.turn(by=lia, commitment=one, state="kept")

    one.refresh_from_db()
    (proof,) = one.proofs.all()
    assert (one.state, proof.name, proof.size) == ("kept", "evil name.txt", 6)
    assert actions.place(proof.stored).read_bytes() == b"signed"
    assert [turn.after for turn in one.turns.order_by("pk")] == ["open", "reported", "kept"]


def test_a_reported_promise_still_runs(lia, written):
    one = written(due_on=queries.today() - dt.timedelta(days=3))
    actions.turn(by=lia, commitment=one, state="reported")
    one.refresh_from_db()

    assert queries.is_overdue(one, queries.today())


def test_what_was_said_before_a_correction_stays(lia, written):
    one = written()

    actions.correct(by=lia, record=one, values={"text": "We will share both lists.", "owner": "ours"})

    (turn,) = one.turns.exclude(changed={})
    assert turn.changed == {"text": ["We will share the list.", "We will share both lists."]}


def test_a_withdrawn_record_leaves_lists_and_comes_back(lia, written, sign_in):
    one = written(due_on=queries.today())

    with pytest.raises(InputProblem):
        actions.withdraw(by=lia, record=one, why=" ")
    actions.withdraw(by=lia, record=one, why="stands twice")

    assert not queries.commitments(lia, queries.Asked()).exists()
    assert queries.due(lia, timezone.now() + dt.timedelta(days=2)) == []
    page = sign_in(lia).get(reverse("diplomacy:commitment", args=[one.pk]))
    assert "stands twice" in page.content.decode()
    one.refresh_from_db()
    with pytest.raises(Refused):
        actions.correct(by=lia, record=one, values={"text": "x"})
    actions.restore(by=lia, record=one)
    assert queries.commitments(lia, queries.Asked()).count() == 1


def test_what_has_a_clock_is_told_with_its_last_moment(lia, room, written):
    on = queries.today()
    late = written(due_on=on - dt.timedelta(days=2), answers=lia, owner="theirs")
    written(due_on=on + dt.timedelta(days=30))
    talks = actions.write(
        by=lia,
        room=room,
        sort="meeting",
        values={"title": "Talks", "state": "planned", "first_on": on + dt.timedelta(days=1)},
    )
    forum = actions.write(by=lia, room=room, sort="forum", values={"name": "A forum"})
    actions.write(
        by=lia,
        room=room,
        sort="session",
        values={"forum": forum, "first_on": on - dt.timedelta(days=1), "last_on": on + dt.timedelta(days=1)},
    )

    told = queries.due(lia, at(on + dt.timedelta(days=7)))

    assert [(one.sort, one.title, timezone.localtime(one.at).date(), one.ours, one.who) for one in told] == [
        ("commitment", late.text, on - dt.timedelta(days=2), False, "lia"),
        ("meeting", talks.title, on + dt.timedelta(days=1), True, ""),
        ("forum", "A forum", on, True, ""),
    ]
    assert timezone.localtime(told[0].at).time() == dt.time(23, 59, 59)


def test_who_came_and_who_did_not(lia, room, sign_in):
    meeting = actions.write(by=lia, room=room, sort="meeting", values={"title": "Talks"})
    browser = sign_in(lia)
    address = reverse("diplomacy:attend", args=[meeting.pk])

    assert browser.post(address, {"party": ""}).status_code == 422
    browser.post(address, {"party": "Agency K", "country": "Cambodia", "came": "absent"})

    (line,) = meeting.attendance.all()
    assert (line.country, line.came) == ("KH", "absent")
    assert "did not come" in browser.get(reverse("diplomacy:meeting", args=[meeting.pk])).content.decode()
    browser.post(reverse("diplomacy:unattend", args=[line.pk]))
    assert not meeting.attendance.exists()


def test_a_step_moves_its_track(lia, room, sign_in):
    track = actions.write(by=lia, room=room, sort="track", values={"title": "Border", "countries": "KH TH"})

    sign_in(lia).post(
        reverse("diplomacy:step", args=[track.pk]),
        {"on": "2031-09-10", "what": "Talks broke off.", "state": "suspended"},
    )

    track.refresh_from_db()
    assert track.state == "suspended"
    assert [one.what for one in queries.steps(lia, track)] == ["Talks broke off."]


def test_only_the_own_room_is_written_and_read(lia, chanthy, room, other_room, written):
    one = written()

    with pytest.raises(Refused):
        actions.write(by=lia, room=other_room, sort="meeting", values={"title": "x"})
    with pytest.raises(NothingFound):
        queries.record(chanthy, "commitment", one.pk)
    assert queries.due(chanthy, timezone.now()) == []


def test_every_write_leaves_an_entry(lia, written):
    one = written()
    actions.prove(by=lia, commitment=one, reference="x")

    assert list(
        Detail.objects.filter(action__startswith="diplomacy.").order_by("number").values_list("action", flat=True)
    ) == [
        "diplomacy.commitment.written",
        "diplomacy.commitment.proved",
    ]


def test_the_picture_names_everything_and_escapes_it():
    on = dt.date(2031, 9, 20)
    meeting = Meeting(pk=1, title="<b>Talks</b>", first_on=DAY)
    late = Commitment(pk=2, text="Promise", owner="ours", made_on=DAY, due_on=dt.date(2031, 9, 17))

    drawn = figures.timeline(figures.marks([meeting, late], on), on, "said")

    assert "&lt;b&gt;Talks&lt;/b&gt;" in drawn
    assert "<b>" not in drawn
    assert drawn.count("<rect") == 2
    assert 'class="is-late"' in drawn


def test_reasons_are_said_in_the_readers_language():
    with translation.override("en"):
        assert days.reason("relative:end_this_month", "end of the month", DAY) == (
            "“end of the month”, seen from 10 September 2031; the end of a month is its 21st to its last day"
        )
        assert days.reason("hand", "", None) == "set by hand"


@pytest.mark.parametrize("name", ["commitments", "meetings", "tracks", "calendar", "statements", "officials"])
def test_lists_ask_a_steady_number_of_queries(name, lia, room, sign_in, django_assert_max_num_queries):
    forum = actions.write(by=lia, room=room, sort="forum", values={"name": "A forum"})
    for _ in range(6):
        for sort, values in (
            ("commitment", {"text": "x", "owner": "ours"}), ("meeting", {"title": "x"}), ("track", {"title": "x"}), ("statement", {"title": "x"}),
            ("session", {"forum": forum, "first_on": DAY}), ("official", {"name": "x"}), ("figure", {"what": "x", "value": 1}),
        ):  # fmt: skip
            actions.write(by=lia, room=room, sort=sort, values=values)
    browser = sign_in(lia)

    with django_assert_max_num_queries(32):
        assert browser.get(reverse(f"diplomacy:{name}")).status_code == 200


# What a partner would see ---------------------------------------------------------------------------------------------


def test_a_commitment_leaves_as_a_parcel_once_it_is_marked_and_its_words_with_it(
    lia, room, written, partner, agreement, sign_in
):
    body = partner()
    memo = agreement(body, purposes=["diplomacy"], kinds=["commitment"])
    made = written(owner_name="Somebody Invented", due_on=DAY, made_on=DAY)
    thing = things.find(lia, "diplomacy.commitment", made.pk)
    assert outbound.decide(thing, body, memo, "diplomacy").reason == "tlp.red"
    label = {"label": "diplomacy.commitment", "thing": made.pk, "why": "read", "pap": release.PAP.GREEN.value}
    partners.mark(by=lia, tlp=release.TLP.AMBER.value, **label)

    page = sign_in(lia).get(
        reverse("partners:preview", args=["diplomacy.commitment", made.pk]) + f"?line={body.pk}-{memo.pk}-diplomacy"
    )
    outcome = outbound.send(
        by=lia,
        things=[things.find(lia, "diplomacy.commitment", made.pk)],
        partner=body,
        agreement=memo,
        purpose="diplomacy",
        title="x",
    )

    assert "We will share the list." in page.content.decode()
    assert "Somebody Invented" not in page.content.decode()
    one = outcome.sent.things.get()
    assert {"text", "due_on"} <= set(one.went)
    assert one.withheld == {"owner_name": "field.person", "other": "field.person"}


def test_a_meeting_keeps_its_place_and_who_came_unless_the_agreement_says_otherwise(lia, room, partner, agreement):
    body = partner()
    talks = actions.write(
        by=lia,
        room=room,
        sort="meeting",
        values={"title": "Talks", "place": "Sa Kaeo", "country": "TH", "agreed": "A list."},
    )
    actions.attend(by=lia, meeting=talks, values={"party": "Agency K", "person": "Somebody Invented"})
    label = {"label": "diplomacy.meeting", "thing": talks.pk, "why": "read", "pap": release.PAP.GREEN.value}
    partners.mark(by=lia, tlp=release.TLP.GREEN.value, **label)
    thing = things.find(lia, "diplomacy.meeting", talks.pk)
    bare = agreement(body, purposes=["diplomacy"], kinds=["meeting"])
    wide = agreement(
        body,
        "A-2",
        purposes=["diplomacy"],
        kinds=["meeting"],
        allows_people=True,
        location=release.Precision.DISTRICT.value,
    )

    assert dict(outbound.decide(thing, body, bare, "diplomacy").withheld) == {
        "country": "field.location", "place": "field.location", "came": "field.person",
    }  # fmt: skip
    assert isinstance(outbound.decide(thing, body, wide, "diplomacy"), release.Allow)


def test_what_was_withdrawn_or_is_in_another_room_is_nothing_to_send(lia, chanthy, written):
    made = written()
    with pytest.raises(NothingFound):
        things.find(chanthy, "diplomacy.commitment", made.pk)
    actions.withdraw(by=lia, record=made, why="stands twice")
    with pytest.raises(NothingFound):
        things.find(lia, "diplomacy.commitment", made.pk)


# Words that give a day, and words that give none ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_", "says"),
    [
        (
            "by the end of October",
            "its last day; the end of a month is its 21st to its last day; the next one, seen from",
        ),
        ("before Songkran", "the day before it begins; the next one"),
        ("in the first quarter of 2032", "“in the first quarter of 2032”: its last day"),
        ("before Tet", "“Tet”: the day of this feast follows the moon"),
        ("before the ASEAN summit", "hangs on an event"),
        ("30 February 2032", "there is no such day"),
    ],
)
def test_the_form_says_how_words_became_a_day_or_why_they_give_none(lia, sign_in, written_, says):
    page = sign_in(lia).get(reverse("diplomacy:when"), {"made_on": "2031-12-28", "due_as_written": written_})

    assert says in page.content.decode()


def test_a_commitment_whose_words_give_no_day_keeps_them_and_says_why(lia, written, sign_in):
    made = written(due_as_written="trước Tết")

    page = sign_in(lia).get(reverse("diplomacy:commitment", args=[made.pk])).content.decode()

    assert "trước Tết" in page
    assert "follows the moon or a decree" in page
