"""The signed links of somebody who has no account: to withdraw a request, to agree to another recipient."""

from django.core import signing
from django.urls import reverse

from portevoix.base.core.addresses import absolute_url
from portevoix.work.outreach.models import HandOver, OnwardOffer

SALT_REQUEST, SALT_OFFER = "portevoix.hand-over", "portevoix.onward-offer"


def request_path(row: HandOver) -> str:
    """Return the address of the page on which the person sees and withdraws the request; good as long as the request lives."""
    return reverse("outreach:my_request", args=[signing.dumps(row.pk, salt=SALT_REQUEST)])


def request_url(row: HandOver) -> str:
    """The same, whole, for a message."""
    return absolute_url(request_path(row))


def page_url(row: HandOver) -> str:
    """Return the whole address of the page on which the recipient answers."""
    return absolute_url(reverse("outreach:received", args=[row.pk])) if row.association_id else followed_url(row)


def followed_url(row: HandOver) -> str:
    """Return the whole address of the page on which the delegation follows."""
    return absolute_url(reverse("outreach:followed", args=[row.pk]))


def offer_url(offer: OnwardOffer) -> str:
    """Return the whole address of the page on which the person says yes or no to another recipient."""
    return absolute_url(reverse("outreach:my_offer", args=[signing.dumps(offer.pk, salt=SALT_OFFER)]))


def read_link(token: str, *, salt: str) -> int | None:
    """Return the number that a link carries, None when it is forged."""
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
