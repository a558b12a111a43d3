"""What goes to the log: never a telephone number, an account or a name that a report holds."""

import json
import logging
import re

# Seven digits or more with what people write between them; anything with an @. Ids of ours are shorter.
_DIGITS = re.compile(r"\+?\d[\d .\-]{5,}\d")
_MAIL = re.compile(r"\S+@\S+")


class Scrub(logging.Filter):
    """Cuts long numbers and addresses out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        record.msg = _MAIL.sub("[address]", _DIGITS.sub("[number]", said))
        record.args = None
        return True


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
