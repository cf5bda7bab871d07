"""Badges for machines (Open Badges 3.0): public pages without a name, and the credential given to its owner."""

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.text import slugify

from portevoix.base.files.actions import clean_name
from portevoix.register.access.views import page
from portevoix.work.training.selectors import badges
from portevoix.work.training.views.certificates import CertificatePage

CREDENTIAL, TOKEN = "application/vc+ld+json", "application/vc+jwt"


@page(public=True)
def issuer(request, region: str):
    """Who issues in a region."""
    found = badges.region_of_issuer(region)
    if found is None:
        raise Http404
    return _public({"@context": badges.CONTEXT} | badges.issuer_of(found))


@page(public=True)
def achievement(request, code: str):
    """What is achieved by following a course."""
    found = badges.course_of_badge(code)
    if found is None:
        raise Http404
    return _public({"@context": badges.CONTEXT} | badges.achievement_of(found))


@page(public=True)
def revocations(request):
    """The credentials that were revoked."""
    return _public(badges.revocations())


@page(public=True)
def keys(request):
    """The public keys with which a signed credential is checked."""
    return _public(badges.public_keys())


class BadgeView(CertificatePage):
    """The credential of one certificate, in clear (JSON-LD)."""

    def get(self, request, *args, **kwargs):
        self.only_in_force()
        content = json.dumps(badges.credential_of(self.object), ensure_ascii=False, indent=1)
        return _file(content, CREDENTIAL, f"badge-{slugify(self.object.number)}.json")

    def only_in_force(self):
        if not self.object.in_force:
            raise Http404


class SignedBadgeView(BadgeView):
    """The credential of one certificate, signed by the platform (VC-JWT)."""

    def get(self, request, *args, **kwargs):
        self.only_in_force()
        token = badges.signed(badges.credential_of(self.object))
        if not token:
            raise Http404
        return _file(token, TOKEN, f"badge-{slugify(self.object.number)}.jwt")


def _public(content: dict) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"  # checkers of badges read it from a page of their own
    response["Cache-Control"] = "public, max-age=300"
    return response


def _file(content: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content.encode(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{clean_name(name)}"'
    response["Cache-Control"] = "private, no-store"
    return response
