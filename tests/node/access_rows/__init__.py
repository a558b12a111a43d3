"""Who may open what: one file for each app that has addresses; `test_access.py` reads them all, and misses none.

A file holds `ROWS` (address -> method, who gets the page; the others get 404, or are led to the sign-in page when they are not signed in),
and where addresses point at a thing `POINTED` (address -> word of the thing), `ARGS` (address -> what it takes), and `things(made)`, which makes
one of each in both rooms: ``{"report": pk, "other report": pk}``; what lies in the other room must not exist for anybody here.
"""
