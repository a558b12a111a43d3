"""Settings without a node, for tools that only want to know the models: the type checker, `makemigrations`, the tests.

The secrets are drawn anew in each process and protect nothing; the database is in memory.
"""

import os
import secrets
import tempfile

from weftnode import given

os.environ.setdefault("WEFT_DIR", tempfile.gettempdir() + "/weft-bare")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
for name in given.SECRETS:
    os.environ.setdefault(name, secrets.token_hex(32))

from weftnode.settings import *  # noqa: E402, F403 -- the environment comes first
