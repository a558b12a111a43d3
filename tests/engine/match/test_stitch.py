"""Stitching (V16): the same joint networks at every member, whatever order, however often, and nothing without consent."""

import datetime as dt
import hashlib
import random

import networkx as nx
import pytest

from weft.ledger.note import Signer
from weft.match import forms, statements, stitch
from weft.match.forms import BadForm
from weft.match.statements import Alias, Case, Edge, NotAMember, Revoke, Writer
from weft.match.stitch import Member, Store
from weft.sodium import BadSignature

NAMES = ("KH", "LA", "TH", "VN")
SIGNERS = {name: Signer(f"{name.lower()}.example", name.encode() * 16) for name in (*NAMES, "ZZ")}
OPENED = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
CASE = Case("CASE-7", OPENED, {name: SIGNERS[name].key for name in NAMES})


def writer(name, case=CASE):
    return Writer(case, name, SIGNERS[name])


def pseudonym(*parts):
    return hashlib.sha256(repr(parts).encode()).digest()[:16]


def q(name, network):
    return statements.case_pseudonym(name.encode() * 16, CASE, network)


def stored(*said, own="KH"):
    store = Store(CASE, own)
    for each in said:
        store.take(each)
    return store


# Consent and buckets --------------------------------------------------------------------------------------------------


def test_two_networks_join_when_both_sides_say_so():
    kh, th = writer("KH"), writer("TH")
    p = pseudonym("TH", 1)
    edge = kh.edge(q("KH", "N-1"), "TH", p, shared=3, types=["phone", "bank_account"], tier=2)

    one_sided = stored(edge).fold()
    both = stored(edge, th.alias(p, q("TH", "N-9"))).fold()

    assert one_sided.networks == ()
    assert [tie.state for tie in one_sided.ties] == ["waiting"]
    members = tuple(sorted([Member("KH", q("KH", "N-1")), Member("TH", q("TH", "N-9"))]))
    assert [network.members for network in both.networks] == [members]
    expected = hashlib.sha256(b"".join(sorted(member.pseudonym for member in members))).digest()[:16]
    assert both.networks[0].id == expected
    assert [(tie.state, tie.bucket, tie.types) for tie in both.ties] == [("strong", "2-4", ("bank_account", "phone"))]


def test_an_alias_for_another_pseudonym_or_by_another_country_confirms_nothing():
    edge = writer("KH").edge(q("KH", "N-1"), "TH", pseudonym("TH", 1), shared=10, types=["phone"], tier=0)

    found = stored(
        edge,
        writer("TH").alias(pseudonym("TH", 2), q("TH", "N-9")),
        writer("VN").alias(pseudonym("TH", 1), q("VN", "N-9")),
    ).fold()

    assert found.networks == ()


def test_a_single_shared_identifier_is_shown_and_not_merged():
    p = pseudonym("TH", 1)
    found = stored(
        writer("KH").edge(q("KH", "N-1"), "TH", p, shared=1, types=["phone"], tier=0),
        writer("TH").alias(p, q("TH", "N-9")),
    ).fold()

    assert found.networks == ()
    assert [tie.state for tie in found.ties] == ["weak"]
    assert found.ties[0].other == Member("TH", q("TH", "N-9"))


def test_what_its_own_member_revoked_is_gone_and_nobody_else_can_revoke_it():
    kh, th, vn = writer("KH"), writer("TH"), writer("VN")
    p = pseudonym("TH", 1)
    edge = kh.edge(q("KH", "N-1"), "TH", p, shared=5, types=["phone"], tier=0)
    alias = th.alias(p, q("TH", "N-9"))
    digest = stored(alias).fold and statements.read_statement(alias, CASE).digest

    assert len(stored(edge, alias, vn.revoke(digest)).fold().networks) == 1
    assert len(stored(edge, alias, kh.revoke(digest)).fold().networks) == 1
    assert stored(edge, alias, th.revoke(digest)).fold().networks == ()
    assert stored(th.revoke(digest), edge, alias).fold().networks == ()


def test_the_last_word_of_a_member_counts():
    kh, th = writer("KH"), writer("TH")
    p = pseudonym("TH", 1)
    said = [
        kh.edge(q("KH", "N-1"), "TH", p, shared=5, types=["phone"], tier=0),
        kh.edge(q("KH", "N-1"), "TH", p, shared=1, types=["phone"], tier=0),
        th.alias(p, q("TH", "N-8")),
        th.alias(p, q("TH", "N-9")),
    ]

    for order in (said, said[::-1]):
        (tie,) = stored(*order).fold().ties
        assert (tie.state, tie.other) == ("weak", Member("TH", q("TH", "N-9")))


def test_lost_statements_and_double_stories_are_noticed():
    kh, other = writer("KH"), writer("KH")
    said = [kh.revoke(bytes([n]) * 32) for n in range(5)]
    fork = [other.revoke(bytes([n]) * 32) for n in (0, 9)][1]

    assert stored(said[0], said[4], said[2]).fold().gaps == {"KH": (range(1, 2), range(3, 4))}
    assert stored(*said).fold().gaps == {}
    assert stored(*said).fold().forks == ()
    assert stored(*said, fork).fold().forks == ("KH",)


# Who may say what -----------------------------------------------------------------------------------------------------


def test_who_is_no_member_can_say_nothing_and_holds_nothing():
    kh = writer("KH")
    edge = kh.edge(q("KH", "N-1"), "TH", pseudonym(1), shared=2, types=["phone"], tier=0)
    outsider = Store(CASE, "ZZ")

    with pytest.raises(NotAMember):
        outsider.take(edge)
    assert outsider.statements == {}
    assert outsider.fold().networks == ()
    with pytest.raises(NotAMember):
        Writer(CASE, "ZZ", SIGNERS["ZZ"])
    with pytest.raises(NotAMember):
        Writer(CASE, "KH", SIGNERS["TH"])
    for partner in ("ZZ", "KH"):
        with pytest.raises(NotAMember):
            kh.edge(q("KH", "N-1"), partner, pseudonym(1), shared=2, types=["phone"], tier=0)


def test_a_statement_of_another_case_or_key_or_for_a_stranger_is_refused():
    smaller = Case("CASE-7", OPENED, {name: SIGNERS[name].key for name in ("KH", "TH")})
    edge = writer("KH", smaller).edge(q("KH", "N-1"), "TH", pseudonym(1), shared=2, types=["phone"], tier=0)
    stranger = Case("CASE-7", OPENED, {**CASE.members, "ZZ": SIGNERS["ZZ"].key})
    by_stranger = writer("ZZ", stranger).revoke(bytes(32))
    forged = Case("CASE-7", OPENED, {**CASE.members, "KH": SIGNERS["ZZ"].key})

    for data in (edge, by_stranger):
        with pytest.raises(NotAMember):
            statements.read_statement(data, CASE)

    def signed(fields, signer):
        return forms.write(fields | {"case": forms.to_base64(CASE.digest), "prev": forms.to_base64(bytes(32))}, signer)

    revoke = {"typ": "weft.match.revoke/1", "owner": "KH", "seq": 0, "of": forms.to_base64(bytes(32))}
    with pytest.raises(BadSignature):
        statements.read_statement(signed(revoke, SIGNERS["ZZ"]), CASE)
    with pytest.raises(NotAMember):
        statements.read_statement(signed(revoke | {"owner": "ZZ"}, SIGNERS["ZZ"]), CASE)
    wrong = {
        "typ": "weft.match.edge/1",
        "owner": "KH",
        "seq": 0,
        "bucket": "1",
        "tier": 0,
        "types": ["phone"],
        "p": forms.to_base64(bytes(16)),
        "q": forms.to_base64(bytes(16)),
    }
    for partner in ("KH", "ZZ"):
        with pytest.raises(NotAMember):
            statements.read_statement(signed(wrong | {"partner": partner}, SIGNERS["KH"]), CASE)
    assert forged.digest != CASE.digest


def test_every_changed_byte_of_a_statement_is_refused():
    edge = writer("KH").edge(q("KH", "N-1"), "TH", pseudonym(1), shared=2, types=["phone"], tier=7)

    for place in range(len(edge)):
        changed = edge[:place] + bytes([edge[place] ^ 1]) + edge[place + 1 :]
        with pytest.raises((BadForm, BadSignature, NotAMember)):
            statements.read_statement(changed, CASE)
    for bad in (b"", b"{}", edge + b"x", edge[:-1], edge * 2):
        with pytest.raises(BadForm):
            statements.read_statement(bad, CASE)
    assert len(edge) < 520


def test_a_case_counts_once_every_member_has_signed():
    note = b""
    for name in NAMES:
        if note:
            with pytest.raises(NotAMember, match="not signed by"):
                statements.read_case(note)
            assert statements.read_case(note, signed_by_all=False) == CASE
        note = statements.sign_case(CASE, SIGNERS[name], note)
    again = statements.sign_case(CASE, SIGNERS["KH"], note)

    assert statements.read_case(note) == statements.read_case(again) == CASE
    with pytest.raises(NotAMember):
        statements.sign_case(CASE, SIGNERS["ZZ"], note)
    with pytest.raises(BadSignature):
        statements.read_case(note.replace(b"CASE-7", b"CASE-8"))
    for bad in (b"", note[:40], note.replace(b'"name":"KH"', b'"name":"VN"', 1)):
        with pytest.raises((BadForm, BadSignature)):
            statements.read_case(bad)


def test_members_stand_in_one_order_and_have_keys():
    def case_of(members):
        return forms.write(
            {"case": "C", "members": members, "opened": "2026-11-24T08:00:00Z", "typ": "weft.match.case/1"},
            SIGNERS["KH"],
        )

    kh, th = ({"key": str(SIGNERS[name].key), "name": name} for name in ("KH", "TH"))
    assert statements.read_case(case_of([kh, th]), signed_by_all=False).members.keys() == {"KH", "TH"}
    for bad in ([th, kh], [kh], [kh, kh | {"key": th["key"]}], [kh, th | {"key": "nonsense"}], [kh, "TH"]):
        with pytest.raises(BadForm):
            statements.read_case(case_of(bad), signed_by_all=False)


def test_a_network_has_another_pseudonym_in_every_case_and_for_every_key():
    other = Case("CASE-8", OPENED, CASE.members)

    assert (
        len(
            {
                statements.case_pseudonym(key, case, name)
                for key in (b"a" * 32, b"b" * 32)
                for case in (CASE, other)
                for name in ("N-1", "N-2")
            }
        )
        == 8
    )


# V16: random histories ------------------------------------------------------------------------------------------------


class History:
    """Members that say random things; ``slow`` is what must come of it, reckoned without our fold."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        names = self.dice.sample(NAMES, self.dice.randint(2, 4))
        self.case = Case("CASE-7", OPENED, {name: SIGNERS[name].key for name in sorted(names)})
        self.writers = {name: writer(name, self.case) for name in names}
        self.said = []
        for _ in range(self.dice.randint(1, 25)):
            self.said.append(self.say(self.dice.choice(names)))

    def say(self, name):
        what, dice = self.writers[name], self.dice
        mine = pseudonym("q", name, dice.randrange(3))
        turn = dice.random()
        if turn < 0.5:
            partner = dice.choice([other for other in self.writers if other != name])
            p = pseudonym("p", partner, dice.randrange(3))
            return what.edge(mine, partner, p, dice.choice([1, 1, 2, 7, 30]), ["phone"], 0)
        if turn < 0.85:
            return what.alias(pseudonym("p", name, dice.randrange(3)), mine)
        # Mostly one's own, sometimes another's, sometimes nothing that exists.
        of = dice.choice([*self.said, b""])
        digest = hashlib.sha256(of.partition(b"\n")[0] + b"\n").digest()
        return what.revoke(digest)

    def slow(self):
        import json

        said = [
            (hashlib.sha256(line + b"\n").digest(), json.loads(line))
            for line in (each.partition(b"\n")[0] for each in self.said)
        ]
        dead = {(each["owner"], each["of"]) for _, each in said if each["typ"].endswith("revoke/1")}
        alive = [each for digest, each in said if (each["owner"], forms.to_base64(digest)) not in dead]
        alive.sort(key=lambda each: each["seq"])
        alias, edge = {}, {}
        for each in alive:
            if each["typ"].endswith("alias/1"):
                alias[each["owner"], each["p"]] = each["q"]
            if each["typ"].endswith("edge/1"):
                edge[each["owner"], each["q"], each["partner"], each["p"]] = each["bucket"]
        graph = nx.Graph()
        for (owner, mine, partner, p), bucket in edge.items():
            if (partner, p) in alias and bucket != "1":
                graph.add_edge((owner, mine), (partner, alias[partner, p]))
        return {frozenset(group) for group in nx.connected_components(graph)}


def partition(joint):
    return {
        frozenset((member.country, forms.to_base64(member.pseudonym)) for member in each.members)
        for each in joint.networks
    }


def check_history(seed):
    history = History(seed)
    expected = history.slow()
    read = {data: statements.read_statement(data, history.case) for data in history.said}
    ids = set()
    for _ in range(4):
        # Each node gets the statements in its own order, some twice; some are lost on the way and sent again later.
        arriving = history.said * 2
        history.dice.shuffle(arriving)
        lost = [each for each in history.said if history.dice.random() < 0.3]
        first = [read[each] for each in arriving if each not in lost]
        early = stitch.fold(first)
        assert all(network.members for network in early.networks)
        joint = stitch.fold([*first, *(read[each] for each in lost)])
        assert partition(joint) == expected
        assert joint.gaps == {}
        ids.add(tuple(network.id for network in joint.networks))
    assert len(ids) == 1
    return len(expected)


def test_200_histories_end_alike_everywhere():
    merged = sum(check_history(seed) for seed in range(200))

    assert merged > 50


@pytest.mark.nightly
def test_10_000_histories_end_alike_everywhere():
    merged = sum(check_history(seed) for seed in range(10_000, 20_000))

    assert merged > 2_500


def test_stores_of_all_members_agree_over_the_wire_form():
    history = History(5)
    stores = {name: Store(history.case, name) for name in history.case.members}
    for store in stores.values():
        arriving = history.said * 2
        history.dice.shuffle(arriving)
        for each in arriving:
            store.take(each)

    assert {frozenset(partition(store.fold())) for store in stores.values()} == {frozenset(history.slow())}
    assert {type(each) for store in stores.values() for each in store.statements.values()} == {Edge, Alias, Revoke}
