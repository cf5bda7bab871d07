"""The pages of the certificates, and the badges: whoever may, reads; what is public names nobody."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from portevoix.work.training.actions.certificates import revoke_certificate
from portevoix.work.training.enums import RevocationReason
from portevoix.work.training.models import Certificate, CertificateRequest
from portevoix.work.training.selectors import badges
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import making as training
from tests.training.test_certificates import AFTER, closed, issue

pytestmark = pytest.mark.django_db
# What the specification requires of an AchievementCredential and of what it holds (Open Badges 3.0, annex of the data models).
REQUIRED = {
    "credential": {"@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject"},
    "issuer": {"id", "type"},
    "subject": {"type", "achievement", "identifier"},
    "identifier": {"type", "hashed", "identityHash", "identityType"},
    "achievement": {"id", "type", "criteria", "description", "name"},
    "status": {"id", "type"},
}


@pytest.fixture
def fas():
    return training.delegation()


@pytest.fixture
def key(settings):
    settings.BADGE_KEY = json.dumps(ECKey.generate_key("P-256").as_dict(private=True))


def certified(fas, **person):
    """Return a certificate and its owner's account."""
    session = closed(fas, 1)
    one = issue(session, fas)[0]
    for name, value in person.items():
        setattr(one.enrolment.person, name, value)
    one.enrolment.person.save()
    return one, make.user_with_role("representative", person=one.enrolment.person)


def path(one, file="attestation.pdf") -> str:
    return f"/espace/formations/attestations/{one.pk}/{file}"


class TestReading:
    def test_the_person_downloads_it_in_both_sizes(self, fas, client):
        one, user = certified(fas)
        sign_in(client, user)
        for size, document in (("", one.document.file), ("?gros=1", one.document.large_file)):
            content = b"".join(client.get(path(one) + size).streaming_content)
            assert hashlib.sha256(content).hexdigest() == document.sha256
        assert one.number in client.get("/espace/ma-formation/attestations/").content.decode()

    def test_the_association_reads_those_of_its_people_only(self, fas, client):
        one, _ = certified(fas)
        association = make.AssociationFactory()
        manager = make.user_with_role("association_manager", association=association)
        sign_in(client, manager)
        assert client.get(path(one)).status_code == 404
        type(one.enrolment).objects.filter(pk=one.enrolment_id).update(association=association)
        assert client.get(path(one)).status_code == 200
        assert one.enrolment.person.last_name.upper() in client.get("/espace/nos-formations/attestations/").content.decode().upper()

    def test_the_agency_does_not(self, fas, client):
        one, _ = certified(fas)
        sign_in(client, make.user_with_role("ars_region", territory=one.enrolment.session.region))
        assert client.get(path(one)).status_code == 403


class TestIssuing:
    def test_france_assos_sante_issues_then_revokes_from_the_page(self, fas, client):
        session = closed(fas, 2)
        sign_in(client, fas)
        with time_machine.travel(AFTER + timedelta(days=1), tick=False):
            sign_in(client, fas)
            home = f"/espace/formations/{session.pk}/attestations/"
            assert "à délivrer" in client.get(home).content.decode()
            form = client.get(f"{home}delivrer/")
            mark = form.context["mark"]
            client.post(f"{home}delivrer/", {"name": "Jeanne Roth", "quality": "Déléguée", "place": "Metz", "vu": mark})
            assert "2 sur 2" in client.get(home).content.decode().replace("\u00a0", " ")
            one = Certificate.objects.first()
            revoke = path(one, "annuler/")
            mark = client.get(revoke).context["mark"]
            asked = client.post(revoke, {"reason": "identity", "vu": mark}).content.decode()
            assert "Annuler cette attestation" in asked
            client.post(revoke, {"reason": "identity", "vu": mark, "confirme": "1"})
            assert "Annulées" in client.get(home).content.decode()
        one.refresh_from_db()
        assert not one.in_force

    def test_while_the_worker_draws_the_page_says_how_far(self, fas, client):
        session = closed(fas, 2)
        CertificateRequest.objects.create(
            session=session, signatory_name="a", signatory_quality="b", place="c", asked_at=AFTER, asked_by=fas
        )
        sign_in(client, fas)
        page = client.get(f"/espace/formations/{session.pk}/attestations/")
        assert "Attestations délivrées" in page.content.decode()
        assert page["Refresh"]

    def test_the_sheet_is_reopened_with_its_certificates_revoked(self, fas, client):
        session = closed(fas, 1)
        issue(session, fas)
        sign_in(client, fas)
        reopen = f"/espace/formations/{session.pk}/attestations/rouvrir/"
        page = client.get(f"/espace/formations/{session.pk}/")
        assert f'formaction="{reopen}"' in page.content.decode()
        seen = {"vu": page.context["mark"]}
        assert "Attestations annulées" in client.post(reopen, seen).content.decode()
        client.post(reopen, {**seen, "confirme": "1"})
        assert not Certificate.objects.filter(in_force=True).exists()


class TestEmptyPages:
    @pytest.mark.parametrize("address", ["formations/avis/", "groupes/", "groupes/apercu/"])
    def test_of_france_assos_sante(self, fas, client, address):
        sign_in(client, fas)
        assert client.get(f"/espace/{address}").status_code == 200

    @pytest.mark.parametrize("state", ["open", "done"])
    @pytest.mark.parametrize("address", ["attestations/", "avis/"])
    def test_of_a_session(self, fas, client, state, address):
        session = training.SessionFactory() if state == "open" else closed(fas, 0, absent=1)
        sign_in(client, fas)
        assert client.get(f"/espace/formations/{session.pk}/{address}").status_code == 200

    @pytest.mark.parametrize("address", ["ma-formation/attestations/", "ma-formation/groupes/", "mon-agenda/", "ma-formation/"])
    def test_of_a_person(self, client, address):
        sign_in(client, training.member()[1])
        assert client.get(f"/espace/{address}").status_code == 200

    def test_of_an_association(self, client):
        sign_in(client, make.user_with_role("association_manager", association=make.AssociationFactory()))
        assert client.get("/espace/nos-formations/attestations/").status_code == 200


class TestBadges:
    def test_the_credential_has_what_the_specification_requires(self, fas, client):
        one, user = certified(fas)
        sign_in(client, user)
        response = client.get(path(one, "badge.json"))
        assert response["Content-Type"] == "application/vc+ld+json"
        found = json.loads(response.content)
        subject = found["credentialSubject"]
        parts = {
            "credential": found,
            "issuer": found["issuer"],
            "subject": subject,
            "identifier": subject["identifier"][0],
            "achievement": subject["achievement"],
            "status": found["credentialStatus"],
        }
        assert {name: REQUIRED[name] - set(part) for name, part in parts.items()} == {name: set() for name in REQUIRED}
        assert found["@context"][0] == "https://www.w3.org/ns/credentials/v2"
        assert set(found["type"]) == {"VerifiableCredential", "AchievementCredential"}

    def test_it_names_nobody_and_is_proven_with_the_address(self, fas):
        one, _ = certified(fas, email="Odile.Wernert@exemple.fr", last_name="Wernert")
        found = badges.credential_of(Certificate.objects.get(pk=one.pk))
        text = json.dumps(found, ensure_ascii=False).lower()
        assert "wernert" not in text
        who = found["credentialSubject"]["identifier"][0]
        expected = hashlib.sha256(f"odile.wernert@exemple.fr{who['salt']}".encode()).hexdigest()
        assert (who["identityHash"], who["identityType"]) == (f"sha256${expected}", "emailAddress")

    def test_two_credentials_of_one_person_do_not_say_that_it_is_the_same(self, fas):
        first, second = certified(fas)[0], certified(fas)[0]
        person = first.enrolment.person
        type(second.enrolment).objects.filter(pk=second.enrolment_id).update(person=person)
        hashes = {
            badges.credential_of(Certificate.objects.get(pk=one.pk))["credentialSubject"]["identifier"][0]["identityHash"]
            for one in (first, second)
        }
        assert len(hashes) == 2

    def test_it_is_signed_with_the_key_of_the_platform_and_checked_with_the_public_one(self, fas, client, key):
        one, user = certified(fas)
        sign_in(client, user)
        token = client.get(path(one, "badge.jwt")).content.decode()
        keys = KeySet.import_key_set(json.loads(client.get("/badges/cles.json").content))
        assert "d" not in json.loads(client.get("/badges/cles.json").content)["keys"][0]
        found = jwt.decode(token, keys.keys[0], algorithms=["ES256"])
        assert found.header["typ"] == "JWT"
        assert "d" not in found.header["jwk"]
        assert found.claims["jti"] == found.claims["id"]
        assert found.claims["credentialSubject"]["licenseNumber"] == one.number

    def test_without_a_key_nothing_pretends_to_be_signed(self, fas, client):
        one, user = certified(fas)
        sign_in(client, user)
        assert client.get(path(one, "badge.jwt")).status_code == 404
        assert json.loads(client.get("/badges/cles.json").content) == {"keys": []}
        assert "proof" not in json.loads(client.get(path(one, "badge.json")).content)

    def test_the_addresses_in_it_are_public_and_name_nobody(self, fas, client):
        one, _ = certified(fas)
        found = badges.credential_of(Certificate.objects.get(pk=one.pk))
        name = one.enrolment.person.last_name
        for address in (found["issuer"]["id"], found["credentialSubject"]["achievement"]["id"], found["credentialStatus"]["id"]):
            answer = client.get("/" + address.partition("://")[2].partition("/")[2])
            assert answer.status_code == 200
            assert answer["Access-Control-Allow-Origin"] == "*"
            assert name not in answer.content.decode()
        assert client.get("/" + found["id"].partition("://")[2].partition("/")[2]).status_code == 200

    def test_a_revoked_certificate_is_listed_and_gives_no_badge(self, fas, client):
        one, user = certified(fas)
        revoke_certificate(certificate=one, reason=RevocationReason.PRESENCE, by=fas, at=AFTER)
        listed = json.loads(client.get("/badges/annulations.json").content)["revokedCredential"]
        assert [entry["id"].rstrip("/").rpartition("/")[2] for entry in listed] == [one.document.code]
        sign_in(client, user)
        assert client.get(path(one, "badge.json")).status_code == 404
