"""The number of a request: in its answer, in every log line that it causes, and one line that closes it."""

import logging
import re
import time
from uuid import uuid4

from portevoix.base.core.logs import request_id

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")

logger = logging.getLogger("portevoix.access")


class RequestIdMiddleware:
    """Takes the number that a proxy gave, else makes one. The address is logged without its query: it may hold a name."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(HEADER, "")
        number = given if ACCEPTED.fullmatch(given) else uuid4().hex
        reset = request_id.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = number
            logger.info("%s %s %s", request.method, request.path, response.status_code, extra=self.details(request, response, began))
            return response
        finally:
            request_id.reset(reset)

    def details(self, request, response, began: float) -> dict:
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        # the account only if the page asked for it: reading it here would open the session of every visitor
        user = request.__dict__.get("_cached_user")
        return {"status": response.status_code, "duration_ms": milliseconds, "user_id": user.pk if user else None}
