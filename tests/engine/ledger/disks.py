"""Keys, and disks that fail: what the tests of the ledger share."""

from weft.ledger.folder import NotWritten
from weft.ledger.note import Signer
from weft.ledger.verify import COSIGNATURE_V1

LOG = Signer("kh.example/log", bytes(range(32)))
WITNESSES = tuple(Signer(f"{name}.example/witness", name.encode() * 16, COSIGNATURE_V1) for name in ("th", "vn"))


class PowerCut(BaseException):
    """The machine goes dark: nothing of ours may catch this."""


class Disk:
    """:class:`weft.ledger.folder.Files` in memory, that goes dark, or fills up, at the ``fail_at``-th write.

    An append that is cut leaves ``torn`` of its bytes; a replaced file is the old one or the new one, never a mixture (that
    the real folder keeps to this is checked on system calls, in test_folder.py).
    """

    def __init__(self, files=None, fail_at=None, torn=0.5, error=PowerCut):
        self.files = dict(files or {})
        self.writes = 0
        self.fail_at = fail_at
        self.torn = torn
        self.error = error

    def read(self, name):
        return self.files.get(name)

    def names(self):
        yield from sorted(self.files)

    def replace(self, name, data):
        self._count()
        self.files[name] = bytes(data)

    def append(self, name, data):
        old = self.files.get(name, b"")
        try:
            self._count()
        except BaseException:
            self.files[name] = old + data[: int(len(data) * self.torn)]
            raise
        self.files[name] = old + data

    def remove(self, name):
        self._count()
        self.files.pop(name, None)

    def _count(self):
        self.writes += 1
        if self.writes == self.fail_at:
            raise self.error("the disk is full" if self.error is NotWritten else "")
