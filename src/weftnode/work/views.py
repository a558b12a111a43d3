"""Whether the node is fit to serve, for whoever watches it."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weftnode.ui import disk
from weftnode.work import queries

# Below this the next large file may be the last; the doctor and the log warn long before.
_LEAST_ROOM = 200_000_000


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when disk, database, migrations and worker are well, else 503; one line a check, and no detail for strangers."""
    lines = [("disk", disk.room(settings.DIR)[0] >= _LEAST_ROOM)]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        lines.append(("database", True))
        lines.append(("migrations", not queries.unapplied()))
        lines.append(("worker", queries.oldest_wait() <= queries.LONGEST_WAIT))
    except DatabaseError:
        lines.append(("database", False))
    said = "".join(f"{name}: {'ok' if well else 'not ok'}\n" for name, well in lines)
    return HttpResponse(said, status=200 if all(well for _, well in lines) else 503, content_type="text/plain")
