"""Records that cannot be changed quietly: an append-only Merkle log that a partner or an auditor checks alone.

The tree is that of RFC 9162 (RFC 6962); heads, cosignatures, tiles, proofs and witnessing follow C2SP's tlog specifications,
so that tools of others read what we write. :mod:`verify` and :mod:`audit` check; all else makes. Conformance is tested in
``tests/conformance/test_rfc6962_ledger.py`` and ``test_c2sp_ledger.py``.

    tree, proofs        hashing, inclusion and consistency proofs
    tiles               where hashes and entries stand; how a log grows by whole files
    note, checkpoint    keys, signed notes, and signing a head only after reading back what was stored
    records             the readable, erasable side: a salt and a record behind each entry
    log, folder         a log in a folder, crash-safe
    witness, restore    vouching for others' logs; what to do after a restore
    verify, audit       for the auditor: one proof, one head, a whole log
"""
