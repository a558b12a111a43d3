"""C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-proof, tlog-witness: other people's bytes."""

import base64
import hashlib

import pytest

from weft.ledger import note, tiles, verify
from weft.ledger.verify import BadSignature, NotANote

# golang.org/x/mod/sumdb/note, package documentation and tests (BSD-3-Clause).
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# C2SP signed-note.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# Two heads of Go's public checksum database, years apart, and its key (BSD-3-Clause repositories that quote them).
SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
EARLIER = (
    "go.sum database tree\n31700353\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n"
    "— sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM=\n"
)
LATER = (
    "go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n"
    "— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=\n"
)


def test_go_s_notes_are_read_and_written_byte_for_byte():
    signer = note.read_signer(PETER_SECRET)
    both = (TEXT + "\n" + PETER_LINE + ENOCH_LINE).encode()

    assert signer.private_line == PETER_SECRET
    assert str(signer.key) == PETER == str(verify.read_key(PETER))
    assert bytes(note.sign_note(TEXT, signer)) == (TEXT + "\n" + PETER_LINE).encode()
    assert bytes(verify.read_note(both)) == both
    signed = verify.check_note(verify.read_note(both), [verify.read_key(PETER), verify.read_key(ENOCH)])
    assert [each.key.name for each in signed] == ["PeterNeumann", "EnochRoot"]


def test_the_example_of_the_specification_holds():
    (signed,) = verify.check_note(verify.read_note(FOO_NOTE.encode()), [verify.read_key(FOO)])

    assert signed == verify.Signed(verify.read_key(FOO))


@pytest.mark.parametrize(("head", "size"), [(EARLIER, 31700353), (LATER, 65209736)])
def test_checkpoints_of_a_public_log_hold_and_a_changed_bit_does_not(head, size):
    policy = verify.Policy((verify.read_key(SUMDB),))

    assert verify.check_checkpoint(head.encode(), policy).checkpoint.size == size
    for place in range(len(head.encode())):
        for bit in range(8):
            changed = bytearray(head.encode())
            changed[place] ^= 1 << bit
            with pytest.raises((BadSignature, NotANote)):
                verify.check_checkpoint(bytes(changed), policy)


def test_every_part_and_every_change_of_a_key_is_refused():
    for key, read in ((PETER, verify.read_key), (PETER_SECRET, note.read_signer)):
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if (start, end) != (0, len(key)):
                    with pytest.raises(NotANote):
                        read(key[start:end])
        for place, sign in enumerate(key):
            with pytest.raises(NotANote):
                read(key[:place] + chr(ord(sign) + 1) + key[place + 1 :])


@pytest.mark.parametrize(
    "key",
    [
        # The same two as in Go's tests: too long, and of an unknown kind, each with the id that would be right.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_keys_of_another_kind_length_or_name_are_refused(key):
    with pytest.raises(NotANote):
        verify.read_key(key)


GOOD = TEXT + "\n" + PETER_LINE


@pytest.mark.parametrize(
    "bad",
    [
        "",
        TEXT,
        TEXT + "\n",
        GOOD[:-1],
        GOOD.replace("—", "-"),
        GOOD.replace("— ", "—"),
        GOOD.replace("PeterNeumann ", "PeterNeumann  "),
        GOOD.replace("PeterNeumann ", "Peter+Neumann "),
        GOOD.replace("PeterNeumann ", "Peter\u2003Neumann "),
        GOOD.replace("PeterNeumann ", ""),
        GOOD.replace("nAM=\n", "nAM\n"),
        GOOD.replace("nAM=\n", "nAN=\n"),
        GOOD.replace("nAM=\n", "nAM= \n"),
        GOOD + "\n",
        GOOD + "— PeterNeumann x08g\n",
        GOOD + "— PeterNeumann x08gow==\n",
        GOOD.replace("problem", "prob\tlem"),
        GOOD.replace("problem", "prob\rlem"),
        GOOD + ENOCH_LINE * 32,
        "x" * 200_000 + GOOD,
    ],
)
def test_malformed_notes_are_refused(bad):
    with pytest.raises(NotANote):
        verify.read_note(bad.encode())
    with pytest.raises(NotANote):
        verify.read_note(GOOD.encode().replace(b"Neumann", b"Neu\xffann"))


def test_sixteen_signatures_are_taken_and_unknown_ones_passed_over():
    many = verify.read_note((TEXT + "\n" + ENOCH_LINE * 15 + PETER_LINE).encode())

    assert [each.key.name for each in verify.check_note(many, [verify.read_key(PETER)])] == ["PeterNeumann"]


def test_a_known_key_s_bad_signature_spoils_the_note_even_beside_a_good_one():
    bad = ENOCH_LINE.replace("rwz+eBzm", "rwz+eBzn")
    both = verify.read_note((TEXT + "\n" + PETER_LINE + bad).encode())

    with pytest.raises(BadSignature, match="EnochRoot"):
        verify.check_note(both, [verify.read_key(PETER), verify.read_key(ENOCH)])
    assert verify.check_note(both, [verify.read_key(PETER)])


def test_nobody_s_signature_is_no_signature():
    one = verify.read_note(GOOD.encode())

    with pytest.raises(BadSignature, match="EnochRoot"):
        verify.check_note(one, [verify.read_key(ENOCH)])
    with pytest.raises(BadSignature, match="nobody"):
        verify.check_note(one, [])


ROOT = base64.b64encode(hashlib.sha256(b"x").digest()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"\n1\n{ROOT}\n",
        f"log.example\n01\n{ROOT}\n",
        f"log.example\n-1\n{ROOT}\n",
        f"log.example\n+1\n{ROOT}\n",
        f"log.example\n \n{ROOT}\n",
        f"log.example\n\n{ROOT}\n",
        f"log.example\n١\n{ROOT}\n",
        f"log.example\n9223372036854775808\n{ROOT}\n",
        f"log.example\n99999999999999999999\n{ROOT}\n",
        f"log.example\n1\n{ROOT[:-4]}\n",
        f"log.example\n1\n{ROOT}",
        f"log.example\n1\n{ROOT}\nextension\n",
        f"log.example\n1\n{ROOT}\n\n",
        f"log.example\n0\n{ROOT}\n",
    ],
)
def test_malformed_checkpoints_are_refused(text):
    with pytest.raises(NotANote):
        verify.read_checkpoint(text)


def test_the_largest_and_the_smallest_checkpoint_are_read():
    empty = base64.b64encode(hashlib.sha256(b"").digest()).decode()

    assert verify.read_checkpoint(f"log.example\n{2**63 - 1}\n{ROOT}\n").size == 2**63 - 1
    assert verify.read_checkpoint(f"log.example\n0\n{empty}\n").size == 0


def test_a_cosignature_is_over_time_and_text_as_the_specification_writes_it():
    text = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
    witness = note.Signer("witness.example/w1", b"w" * 32, verify.COSIGNATURE_V1)

    line = witness.cosign(text, 1679315147)

    assert verify.cosigned_message(text, 1679315147) == f"cosignature/v1\ntime 1679315147\n{text}".encode()
    assert line.signature[:8] == (1679315147).to_bytes(8, "big")
    assert len(line.signature) == 72
    name_and_kind = b"witness.example/w1\n\x04" + witness.key.public_key
    assert line.key_id == hashlib.sha256(name_and_kind).digest()[:4]
    # The example line of tlog-cosignature has this time in it.
    example = "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
    assert base64.b64decode(example)[4:12] == line.signature[:8]


@pytest.mark.parametrize(
    ("level", "number", "width", "name"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (63, 999, 1, "tile/63/999.p/1"),
        (None, 1000, 255, "tile/entries/x001/000.p/255"),
        (2, 0, 1, "tile/2/000.p/1"),
    ],
)
def test_tiles_have_the_names_of_the_specification(level, number, width, name):
    tile = tiles.TileName(level, number, width)

    assert str(tile) == name
    assert tiles.parse_name(name) == tile


@pytest.mark.parametrize(
    "name",
    [
        "checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000/",
        "tile/entries/٠٠٠",
    ],
)
def test_what_is_no_tile_s_name_is_none(name):
    assert tiles.parse_name(name) is None


def test_the_tiles_of_70_000_entries_are_those_of_the_specification():
    every = list(tiles.tiles_of(70_000))

    assert [tile for tile in every if tile.width < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert [sum(tile.level == level for tile in every) for level in range(4)] == [274, 2, 1, 0]
    assert list(tiles.tiles_of(256)) == [(0, 0, 256), (1, 0, 1)]
    assert [str(bundle) for bundle in tiles.bundles_of(257)] == ["tile/entries/000", "tile/entries/001.p/1"]
    assert list(tiles.tiles_of(0)) == list(tiles.bundles_of(0)) == []


# tlog-proof and the request of tlog-witness, in the forms that the specifications print.
HASHES = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
CHECKPOINT = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n\n{PETER_LINE}"
PROOF = f"c2sp.org/tlog-proof@v1\nextra YWdl\nindex 73894\n{HASHES}\n{CHECKPOINT}"
REQUEST = f"old 20852014\n{HASHES}\n{CHECKPOINT}"


def test_proof_files_are_read_and_written_byte_for_byte():
    proof = verify.read_proof_file(PROOF.encode())
    growth = verify.read_growth_file(REQUEST.encode())

    assert (proof.index, proof.extra, len(proof.hashes)) == (73894, b"age", 2)
    assert bytes(proof) == PROOF.encode()
    assert growth.old_size == 20852014
    assert bytes(growth) == REQUEST.encode()
    assert proof.checkpoint == growth.checkpoint == CHECKPOINT.encode()
    without = PROOF.replace("extra YWdl\n", "")
    assert bytes(verify.read_proof_file(without.encode())) == without.encode()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        PROOF.replace("@v1", "@v2"),
        PROOF.replace("index 73894\n", ""),
        PROOF.replace("index 73894\n", "index 073894\n"),
        PROOF.replace("index 73894\n", "index\n"),
        PROOF.replace("YWdl", "YWd"),
        PROOF.replace("Plr", "Pl").replace("PlRN", "PlR"),
        PROOF.replace("PlRN", ""),
        PROOF.replace(HASHES, HASHES * 32),
        PROOF.replace("index", "índex"),
        "c2sp.org/tlog-proof@v1\n\n" + CHECKPOINT,
        "c2sp.org/tlog-proof@v1\nindex 1\n",
    ],
)
def test_malformed_proof_files_are_refused(bad):
    with pytest.raises(NotANote):
        verify.read_proof_file(bad.encode())


@pytest.mark.parametrize(
    "bad", ["", REQUEST.replace("old ", "new "), REQUEST.replace("old 2", "old -2"), REQUEST.replace("\n\n", "\n")]
)
def test_malformed_proofs_of_growth_are_refused(bad):
    with pytest.raises(NotANote):
        verify.read_growth_file(bad.encode())
