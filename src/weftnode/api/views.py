"""The description of the interface: a page for people, a document for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from weftnode.accounts.permissions import Permission
from weftnode.api import door, problems
from weftnode.api import reference as made
from weftnode.api.bearer import Bearer
from weftnode.ui.access import may, needs


@needs(Permission.USE_API)
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, object and problem on one page, without any script."""
    document = door.document()
    context = {
        "about": document["info"]["description"],
        "operations": made.operations(document),
        "objects": made.objects(document),
        "problems": problems.CODES,
        "base": request.build_absolute_uri("/"),
    }
    return render(request, "api/reference.html", context)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for a program with a key and for whoever may make one."""
    if may(request, Permission.USE_API) or Bearer()(request) is not None:
        return JsonResponse(door.document(), json_dumps_params={"indent": 1})
    return problems.unauthorized()


@csrf_exempt
def absent(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the interface that it does not have: programs read a problem, not a page."""
    return problems.absent()
