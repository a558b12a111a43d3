"""The file way: asking and answering by signed files on a stick, where there is no line. All reading and writing of ``match`` is here.

::

    KH-DIR/keep      the holder's: seed, identity, set, book of budgets, log. Never leaves.       0600
    KH-DIR/send      what is handed over: manifest, segments with their signed lines
    Q/keep           the asker's: what was asked, seeds, the set as it was given, pinned keys, log. 0600
    Q/send/query     what is handed back

A folder is made whole beside its place and then renamed there; a file is written beside its place, synced, and renamed. So a crash at
any step leaves the old state or the new one, and the step can be run again.
"""
