"""Every address of the node. Each app brings its own; tests/node/access.py holds who may open which, and misses none."""

from django.urls import include, path

from weftnode.ui import views

urlpatterns = [
    path("", include("weftnode.ui.urls")),
    path("", include("weftnode.desk.urls")),
    path("", include("weftnode.work.urls")),
    path("", include("weftnode.accounts.urls")),
    path("reports/", include("weftnode.reports.urls")),
    path("networks/", include("weftnode.networks.urls")),
    path("partners/", include("weftnode.partners.urls")),
    path("cases/", include("weftnode.cases.urls")),
    path("requests/", include("weftnode.requests.urls")),
    path("diplomacy/", include("weftnode.diplomacy.urls")),
    path("articles/", include("weftnode.articles.urls")),
    path("briefs/", include("weftnode.briefs.urls")),
    path("api/", include("weftnode.api.urls")),
    path("audit/", include("weftnode.audit.urls")),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.our_bug
