"""Certificates as Open Badges 3.0: the issuer, the training, the credential of one person, those that were revoked.

The pages of the issuer, of the training and of the revocations are public and name nobody. The credential of a person is given to them
only; it says who they are by a salted hash of their e-mail address. Signed as VC-JWT (ES256) when the platform has a key
(`settings.BADGE_KEY`), else not signed at all: then the code of the certificate, checked on our page, is the only proof.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import ECKey

from portevoix.base.core.addresses import absolute_url
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Territory
from portevoix.work.training.models import Certificate, Course
from portevoix.work.training.selectors.certificates import OURS, hours_words, organiser, programme_of

VC, OB = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXT = [VC, OB]
STATUS = "1EdTechRevocationList"
ALGORITHM = "ES256"
FOLLOWED = "Avoir suivi la formation en entier, demi-journée par demi-journée, d’après la feuille de présence close."


def issuer_of(region: Territory, *, name: str = "") -> dict[str, Any]:
    """Return the public profile of who issues in `region`; name: another provider than France Assos Santé."""
    found = {
        "id": absolute_url(reverse("training:badge_issuer", args=[region.code])),
        "type": ["Profile"],
        "name": name or f"{OURS} {region.name}",
        "url": absolute_url("/"),
    }
    return found | ({"email": settings.HELP_DESK["email"]} if settings.HELP_DESK["email"] else {})


def achievement_of(course: Course) -> dict[str, Any]:
    """Return what is achieved by following `course`, for machines."""
    return {
        "id": absolute_url(reverse("training:badge_achievement", args=[course.code])),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": course.title,
        "description": "\n".join(programme_of(course)) or course.title,
        "criteria": {"narrative": FOLLOWED},
        "inLanguage": "fr",
        "creditsAvailable": float(course.hours),
        "humanCode": course.code,
    }


def credential_of(certificate: Certificate) -> dict[str, Any]:
    """Return the credential of one certificate (OB 3.0, AchievementCredential); read with its session, course, region and person."""
    session = certificate.enrolment.session
    code = certificate.document.code
    return {
        "@context": CONTEXT,
        "id": credential_id(code),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": session.course.title,
        "description": f"Attestation n° {certificate.number}, {hours_words(certificate.minutes)} suivies.",
        "issuer": issuer_of(session.region, name=organiser(session)),
        "validFrom": certificate.document.issued_at.isoformat(timespec="seconds"),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(certificate)],
            "achievement": achievement_of(session.course),
            "licenseNumber": certificate.number,
        },
        "credentialStatus": {"id": absolute_url(reverse("training:badge_revocations")), "type": STATUS},
    }


def credential_id(code: str) -> str:
    """Return the address that names the credential: the public check of the certificate, which anybody may open."""
    return absolute_url(reverse("documents:document", args=[code]))


def signed(credential: dict[str, Any]) -> str:
    """Return the credential as a VC-JWT (OB 3.0, § 8.2): the payload is the credential itself. Empty when the platform has no key."""
    key = signing_key()
    if key is None:
        return ""
    moment = _seconds(credential["validFrom"])
    claims = credential | {"iss": credential["issuer"]["id"], "jti": credential["id"], "nbf": moment}
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": f"{absolute_url(reverse('training:badge_keys'))}#{key.kid}", "jwk": _public(key)}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def public_keys() -> dict[str, Any]:
    """Return the set of public keys (JWKS) with which a signed credential is checked; none without a key."""
    key = signing_key()
    return {"keys": [_public(key)] if key else []}


def signing_key() -> ECKey | None:
    """Return the key of the platform (`settings.BADGE_KEY`, a private JWK of the curve P-256), None when it has none."""
    if not settings.BADGE_KEY:
        return None
    key = ECKey.import_key(json.loads(settings.BADGE_KEY))
    key.ensure_kid()
    return key


def revocations() -> dict[str, Any]:
    """Return the public list of the credentials that were revoked, with the reason; no name."""
    rows: QuerySet = Certificate.objects.filter(in_force=False).select_related("document").order_by("pk")
    listed = [{"id": credential_id(one.document.code), "revocationReason": one.document.revoked_reason} for one in rows]
    return {"id": absolute_url(reverse("training:badge_revocations")), "type": STATUS, "revokedCredential": listed}


def _identity(certificate: Certificate) -> dict[str, Any]:
    """Return who the credential is about: a hash of their address, with a salt that no other credential has."""
    person = certificate.enrolment.person
    email = (person.email or (person.user.email if person.user else "")).strip().lower()
    kind, value = ("emailAddress", email) if email else ("ext:certificate", certificate.number)
    salt = hmac.new(settings.SECRET_KEY.encode(), certificate.document.code.encode(), hashlib.sha256).hexdigest()[:32]
    digest = hashlib.sha256(f"{value}{salt}".encode()).hexdigest()
    return {"type": "IdentityObject", "hashed": True, "identityHash": f"sha256${digest}", "identityType": kind, "salt": salt}


def _public(key: ECKey) -> dict[str, Any]:
    return key.as_dict(private=False) | {"kid": key.kid, "alg": ALGORITHM, "use": "sig"}


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def region_of_issuer(code: str) -> Territory | None:
    """Return the region whose delegation issues, by its code; None when there is none."""
    return Territory.objects.filter(code=code, kind=TerritoryKind.REGION).first()


def course_of_badge(code: str) -> Course | None:
    """Return a course of the catalogue, by its code; None when there is none."""
    return Course.objects.filter(code=code).first()
