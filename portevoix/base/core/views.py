"""The health page, for the machines that watch."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portevoix.base.core import health
from portevoix.base.core.gates import public


@public
@never_cache
@require_safe
def health_page(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when a part is down; opens no session."""
    report = health.report(at=timezone.now())
    status = HTTPStatus.OK if report["etat"] == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(report, status=status, json_dumps_params={"ensure_ascii": False})
