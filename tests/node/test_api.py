"""What the interface for programs does: reports as the intake takes them, search, networks, judgements, keys of writes, problems."""

import json

import pytest
from django.urls import reverse

from weftnode.accounts import actions as accounts
from weftnode.accounts.permissions import FOR_PROGRAMS
from weftnode.api import actions as api
from weftnode.api.models import Done
from weftnode.audit.models import Detail
from weftnode.networks import actions as networks
from weftnode.reports.models import Report

PROBLEM = "application/problem+json"


@pytest.fixture
def asks(client_class):
    """A function that gives a program with a key of somebody: call(method, path, body, **headers) -> answer."""

    def make(who, *scope):
        _token, key = accounts.make_token(by=who, name="test", scope=scope or FOR_PROGRAMS, days=7)
        browser = client_class(enforce_csrf_checks=True)

        def call(method, path, body=None, **headers):
            more = {} if body is None else {"data": body, "content_type": "application/json"}
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return getattr(browser, method)(
                f"/api/1{path}", headers={"Authorization": f"Bearer {key}", **named}, **more
            )

        return call

    return make


STORY = "Gọi 0812345678 bảo chuyển vào evil-bank.example"


def written(call, **more):
    answer = call("post", "/reports", {"narrative": STORY, "country": "TH", **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_report_is_written_as_on_the_intake_form_and_says_what_was_seen_before(ana, asks):
    call = asks(ana)

    first = written(
        call, amount="50,000 baht", reported_on="2026-01-02", identifiers=["081-234-5678", "someone@mail.example"]
    )
    second = written(call)

    assert [(one["kind"], one["value"], one["other_reports"]) for one in first["identifiers"]] == [
        ("phone", "+66812345678", 0), ("domain", "evil-bank.example", 0), ("phone", "+66812345678", 0), ("email", "someone@mail.example", 0),
    ]  # fmt: skip
    assert (first["amount"], first["currency"], first["reported_on"], first["room"]) == (
        "50000",
        "THB",
        "2026-01-02",
        "ops",
    )
    assert [(one["value"], one["other_reports"]) for one in second["identifiers"]] == [
        ("+66812345678", 1),
        ("evil-bank.example", 1),
    ]
    assert second["sharing"] == [{"report": first["id"], "values": ["+66812345678", "evil-bank.example"]}]
    assert Report.objects.get(pk=first["id"]).made_by == "ana"


def test_every_read_and_write_is_in_the_log_with_the_key_it_went_through(ana, asks):
    call = asks(ana)
    number = written(call)["id"]
    call("get", f"/reports/{number}")
    call("get", "/reports?text=0812345678")

    key = f"accounts.token:{ana.tokens.get().pk}"
    said = [
        (one.who, one.action, one.data["through"]) for one in Detail.objects.order_by("number") if "through" in one.data
    ]
    assert said == [
        ("ana", "reports.report.written", key), ("ana", "reports.report.read", key), ("ana", "reports.report.read", key),
        ("ana", "reports.list.read", key),
    ]  # fmt: skip
    assert ana.tokens.get().last_used_on is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""), ({"narrative": "   "}, ""), ({"narrative": "x", "amount": "a lot"}, "amount"), ({"narrative": "x", "country": "THA"}, "country"),
        ({"narrative": "x", "reported_on": "yesterday"}, "reported_on"), ({"narrative": 3}, "narrative"),
        ({"narrative": "x" * 200_001}, "narrative"), ({"narrative": "x", "language": "<b>"}, "language"),
        ({"narrative": "x", "identifiers": "0812345678"}, "identifiers"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(body, field, ana, asks):
    answer = asks(ana)("post", "/reports", body)

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    said = answer.json()
    assert (said["code"], {one["field"] for one in said["errors"]}) == ("input.fields", {field})
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "input.json"), ("", 422, "input.fields"), ("[]", 422, "input.fields"), ('{"narrative": "\\ud800 x"}', 400, "input.json"),
        ('"' + "x" * 2_600_000 + '"', 413, "input.size"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_body_is_a_problem(body, status, code, ana, asks):
    answer = asks(ana)("post", "/reports", body)

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (status, PROBLEM, code)


def test_a_report_goes_only_into_a_room_of_the_officer(ana, other_room, asks):
    call = asks(ana)

    hidden = call("post", "/reports", {"narrative": "x", "room": other_room.code})
    absent = call("post", "/reports", {"narrative": "x", "room": "nowhere"})
    assert (hidden.status_code, hidden.content) == (404, absent.content)

    accounts.set_compartments(by=accounts_shell(), officer=ana, compartments=[*ana.compartments.all(), other_room])
    unsaid = call("post", "/reports", {"narrative": "x"})
    said = call("post", "/reports", {"narrative": "x", "room": other_room.code})

    assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "room")
    assert (said.status_code, said.json()["room"]) == (201, other_room.code)


def accounts_shell():
    from weftnode.audit.actors import SHELL

    return SHELL


def test_a_write_under_a_key_happens_once(ana, asks):
    call = asks(ana)
    body = {"narrative": STORY}

    first = call("post", "/reports", body, Idempotency_Key="k-1")
    again = call("post", "/reports", body, Idempotency_Key="k-1")
    other = call("post", "/reports", {"narrative": "something else"}, Idempotency_Key="k-1")

    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert (other.status_code, other.json()["code"]) == (422, "input.key_used")
    assert Report.objects.count() == 1


def test_a_write_that_failed_leaves_no_key_behind(ana, asks):
    call = asks(ana)

    assert call("post", "/reports", {}, Idempotency_Key="k-1").status_code == 422
    assert not Done.objects.exists()
    assert call("post", "/reports", {"narrative": STORY}, Idempotency_Key="k-1").status_code == 201


def test_keys_are_of_one_token_and_forgotten_after_two_days(ana, bao, officer, room, asks):
    from weftnode.accounts import roles

    other = officer("other", roles.Analyst, rooms=[room])
    asks(ana)("post", "/reports", {"narrative": "one"}, Idempotency_Key="k")
    asks(other)("post", "/reports", {"narrative": "two"}, Idempotency_Key="k")
    assert Report.objects.count() == 2

    newest = Done.objects.latest("at").at
    assert api.prune(now=newest + api.KEPT) == 1
    assert api.prune(now=newest + api.KEPT * 2) == 1


def test_reports_are_read_page_by_page_to_the_end(ana, asks, batch_in, room):
    rows = "".join(f"{n},2026-01-02,,story {n},\n" for n in range(120))
    batch_in(room, "id,day,phone,story,amount\n" + rows)
    call, seen, cursor = asks(ana), [], ""

    while cursor is not None:
        page = call("get", f"/reports?cursor={cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert seen == sorted(Report.objects.values_list("pk", flat=True), reverse=True)
    assert len(seen) == 120


@pytest.mark.parametrize("cursor", ["x", "!!", "MQ MQ", "bm90IGE", "MSAy", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "é"])
def test_a_cursor_of_ones_own_is_refused(cursor, ana, asks):
    answer = asks(ana)("get", f"/reports?cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (400, "input")


@pytest.mark.parametrize("text", ["0812345678", "+66 81 234 5678", "๐๘๑-๒๓๔-๕๖๗๘", "66812345678"])
def test_an_identifier_is_found_in_any_spelling(text, ana, asks, settings):
    settings.NODE_COUNTRY = "TH"
    call = asks(ana)
    number = written(call)["id"]

    found = call("get", f"/reports?text={text.replace('+', '%2B')}").json()
    looked = call("post", "/look-up", {"text": text}).json()["items"]

    assert [one["id"] for one in found["items"]] == [number]
    assert [(one["value"], one["reports"], one["networks"]) for one in looked] == [("+66812345678", 1, [])]


def test_what_another_room_knows_is_not_told(ana, chanthy, asks):
    mine = written(asks(ana))
    call = asks(chanthy, *(FOR_PROGRAMS - {"reports.write"}))

    assert call("post", "/look-up", {"text": STORY, "country": "TH"}).json()["items"][0]["reports"] == 0
    assert call("get", "/reports?text=evil-bank.example").json()["items"] == []
    assert call("get", f"/reports/{mine['id']}").status_code == 404


def test_the_state_of_a_report_is_set(ana, asks):
    call = asks(ana)
    number = written(call)["id"]

    answer = call("put", f"/reports/{number}/status", {"status": "closed", "outcome": "Account held."})

    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "Account held.")
    assert call("put", f"/reports/{number}/status", {"status": "lost"}).status_code == 422


@pytest.fixture
def found(ana, asks):
    """Three reports in one network, and a program."""
    call = asks(ana)
    numbers = [written(call, reported_on=f"2026-01-0{day}")["id"] for day in (1, 2, 3)]
    for number in networks.due():
        networks.build(number=number)
    return call, numbers


def test_a_network_is_read_with_everything_that_holds_it(found):
    call, numbers = found

    (one,) = call("get", "/networks").json()["items"]
    address = f"/networks/{one['id']}"

    assert (one["reports"], one["room"], one["is_gone"]) == (3, "ops", False)
    assert call("get", address).json() == one
    assert [row["report"] for row in call("get", f"{address}/members").json()["items"]] == numbers
    assert call("get", f"{address}/identifiers").json()["items"][0]["reports"] == 3
    ties = call("get", f"{address}/ties").json()["items"]
    assert {(row["report_a"], row["report_b"]) for row in ties} == {(numbers[0], numbers[1]), (numbers[1], numbers[2])}
    assert {row["because"]["kind"] for row in ties} == {"phone", "domain"}
    assert {row["because"]["named_by"] for row in ties} == {3}
    only = call("get", f"{address}/ties?report={numbers[0]}").json()["items"]
    assert {row["report_a"] for row in only} == {numbers[0]}
    assert call("get", f"/reports/{numbers[0]}").json()["network"]["id"] == one["id"]
    assert call("get", "/networks?text=0812345678&country=TH").json()["read_as"][0]["value"] == "+66812345678"
    new = written(call)
    assert (new["network"], [each["id"] for each in new["joins"]]) == (None, [one["id"]])
    (build,) = call("get", "/builds").json()["items"]
    assert (build["state"], build["reports"], build["networks"]) == ("done", 3, 1)


def test_a_judgement_is_said_obeyed_and_taken_back(found):
    call, numbers = found
    (one,) = call("get", "/networks").json()["items"]

    said = call(
        "post",
        "/judgements",
        {"report": numbers[0], "other": numbers[2], "verdict": "different", "reason": "two voices"},
    )
    assert said.status_code == 201
    listed = call("get", f"/networks/{one['id']}/judgements").json()["items"]
    back = call("delete", f"/judgements/{said.json()['id']}").json()

    assert listed == [said.json()]
    assert (back["withdrawn_by"], said.json()["withdrawn_at"]) == ("ana", None)
    alone = call("post", "/judgements", {"report": numbers[0], "other": numbers[0], "verdict": "same", "reason": "one"})
    assert (alone.status_code, alone.json()["code"], bool(alone.json()["hint"])) == (400, "input", True)


def test_a_network_gets_a_name(found):
    call, _numbers = found
    (one,) = call("get", "/networks").json()["items"]

    assert call("put", f"/networks/{one['id']}/title", {"title": "Blue house"}).json()["title"] == "Blue house"


def test_networks_are_read_page_by_page_though_they_change_meanwhile(ana, room, asks):
    from weftnode.networks.models import Network

    for number in range(120):
        Network.objects.create(compartment=room, network_id=f"N-{number}", reports=5 + number // 3)
    call = asks(ana)
    first = call("get", "/networks").json()
    # The largest shrinks to the end while somebody reads.
    Network.objects.filter(pk=first["items"][0]["id"]).update(reports=1)

    seen, cursor = [one["id"] for one in first["items"]], first["next"]
    while cursor is not None:
        page = call("get", f"/networks?cursor={cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert len(set(seen)) == 120


def test_a_program_that_runs_wild_is_slowed_down_and_told_how_long(ana, asks, settings):
    settings.API_PER_MINUTE = 3
    call = asks(ana)

    got = [call("get", "/me") for _ in range(5)]

    assert sorted({one.status_code for one in got}) == [200, 429]
    last = next(one for one in got if one.status_code == 429)
    assert (last.json()["code"], last["Content-Type"]) == ("throttled", PROBLEM)
    assert 1 <= int(last["Retry-After"]) <= 60


def test_a_method_an_address_does_not_take(ana, asks):
    answer = asks(ana)("delete", "/reports")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (405, PROBLEM, "method")
    assert "POST" in answer["Allow"]


def test_whom_a_key_acts_for(ana, asks):
    said = asks(ana, "reports.read")("get", "/me").json()

    assert (said["login"], said["scope"], said["rooms"]) == (
        "ana",
        ["reports.read"],
        [{"code": "ops", "name": "Operations"}],
    )


def test_answers_are_not_kept_by_anybody_on_the_way(ana, asks):
    assert asks(ana)("get", "/me")["Cache-Control"] == "no-store"


def test_the_reference_page_names_every_operation_and_every_problem(ana, sign_in):
    from weftnode.api import door, problems

    page = sign_in(ana).get(reverse("api:reference")).content.decode()

    for path in door.document()["paths"].values():
        for one in path.values():
            assert f'id="{one["operationId"]}"' in page
    for code in problems.CODES:
        assert f'id="problem-{code}"' in page
    assert '<script src="http' not in page
    assert "style=" not in page


def test_the_document_is_the_one_in_the_docs(ana, asks):
    from weftnode.api import door

    document = json.loads(json.dumps(door.document()))
    assert document["openapi"].startswith("3.1")
    names = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert len(names) == sum(len(path) for path in document["paths"].values())
