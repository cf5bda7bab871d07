"""Headers that neither Django nor django-csp writes."""

from django.conf import settings


class SecurityHeaders:
    """Say what the page never uses, keep other sites from embedding it, and keep signed-in pages out of shared computers' caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = request.__dict__.get("_cached_user")  # set only when the page asked who reads it
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
