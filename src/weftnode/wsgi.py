"""The node as a WSGI application, for `weft node serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weftnode.settings")
application = get_wsgi_application()
