"""The certificate of a mandate and the nominative list: who may have them, whom they name."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import period
from portevoix.base.documents.actions import revoke
from portevoix.base.documents.models import IssuedDocument
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Parameter
from portevoix.register.mandates.actions import end_mandate, remove_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.register.orders import actions
from portevoix.register.orders.actions.signing import SIGNATURE
from portevoix.register.orders.selectors.certificates import mandate_period, roster_data
from tests import factories as make
from tests.documents.factories import IssuedDocumentFactory
from tests.documents.reading import Read, squeezed
from tests.orders.making import NOW, TODAY
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate():
    person = make.PersonFactory(last_name="Wernert", first_name="Odile", civility=Civility.MRS)
    return make.MandateFactory(person=person)


def certify(mandate, user, **kwargs):
    given = {"with_association": False, "at": NOW, "today": TODAY} | kwargs
    return actions.certify_mandate(mandate=mandate, by=user, **given)


def words(stored) -> str:
    with stored.content.open("rb") as content:
        return squeezed(" ".join(Read(content.read()).pages))


def person_herself(mandate):
    return make.user_with_role("representative", person=mandate.person)


def test_the_person_herself_the_association_and_the_agency_have_the_certificate(mandate):
    association = make.user_with_role("association_manager", association=mandate.association)
    agency = make.user_with_role("ars_department", territory=mandate.body.department)
    for user in (person_herself(mandate), association, agency):
        document = certify(mandate, user)
        assert "Madame WERNERT Odile" in words(document.file)
        assert document.code in words(document.large_file)


@pytest.mark.parametrize("role", ["fas_region", "facility_secretariat", "administrator", "national_observer"])
def test_nobody_else_has_it(mandate, role):
    scopes = {"fas_region": {"territory": mandate.body.region}, "facility_secretariat": {"facility": mandate.body.facility}}
    with pytest.raises(PermissionDenied):
        certify(mandate, make.user_with_role(role, **scopes.get(role, {})))


def test_another_representative_does_not_have_it(mandate):
    with pytest.raises(PermissionDenied):
        certify(mandate, make.user_with_role("representative", person=make.PersonFactory()))


def test_the_association_is_named_only_when_asked(mandate):
    user = person_herself(mandate)
    assert mandate.association.name not in words(certify(mandate, user).file)
    assert mandate.association.name in words(certify(mandate, user, with_association=True).file)


def test_the_public_check_says_initials_and_days_only(mandate):
    document = certify(mandate, person_herself(mandate))
    assert document.summary == [["Personne", "O. W."], ["Mandat", "du 1er décembre 2025 au 30 novembre 2028"]]
    assert "Wernert" not in document.title and mandate.body.name not in str(document.summary)


def test_the_page_hands_the_file_out(client, clock, mandate):
    sign_in(client, person_herself(mandate))
    address = f"/espace/mandats/{mandate.pk}/attestation/"
    assert client.get(address).status_code == 200
    response = client.post(address, {"large": "on"})
    document = IssuedDocument.objects.get()
    assert "gros-caracteres" in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == document.large_file.content.read()


class TestRoster:
    def rows(self, mandate):
        return roster_data(mandate.body, today=TODAY).members.rows

    def test_without_consent_nobody_is_named(self, mandate):
        assert self.rows(mandate) == [["Représentante désignée", "représentante titulaire des usagers", "–"]]

    def test_with_consent_the_name_is_written_and_the_association_when_she_agrees_to_it_too(self, mandate):
        person = mandate.person
        person.name_published, person.consent_recorded_on = True, date(2026, 1, 1)
        person.save()
        assert self.rows(mandate)[0][::2] == ["Madame WERNERT Odile", "–"]
        person.association_published = True
        person.save()
        assert self.rows(mandate)[0][2] == mandate.association.name

    def test_where_a_text_orders_it_names_are_written_but_never_the_association(self, mandate):
        Parameter.objects.create(
            code="displayed-list-names-cdu", label="x", value=1, period=period(None), source="essai", source_date=date(2026, 1, 1)
        )
        assert self.rows(mandate)[0][::2] == ["Madame WERNERT Odile", "–"]

    def test_who_no_longer_sits_is_not_on_it(self, mandate):
        make.MandateFactory(seat=make.SeatFactory(body=mandate.body), first=date(2020, 1, 1), term_end=date(2022, 12, 31))
        assert len(self.rows(mandate)) == 1

    def test_the_list_is_a_pdf(self, client, clock, mandate):
        sign_in(client, make.user_with_role("facility_secretariat", facility=mandate.body.facility))
        response = client.get(f"/espace/instances/{mandate.body_id}/liste-nominative.pdf?gros=1")
        assert response.content.startswith(b"%PDF") and "gros-caracteres" in response["Content-Disposition"]


class TestWhatBecameOfTheMandate:
    """The public check page tells the truth on the day when it is read, although the certificate never changes."""

    def read(self, client, document) -> str:
        response = client.get(f"/verifier/{document.code}/")
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ").replace("<sup>er</sup>", "er")

    @pytest.fixture
    def document(self, mandate):
        return certify(mandate, make.user_with_role("ars_region"))

    def test_a_running_mandate_leaves_the_certificate_as_it_is(self, client, clock, document):
        words = self.read(client, document)
        assert "Ce document est authentique</" in words and "situation a changé" not in words

    def test_a_mandate_that_ended_before_its_date_is_said_with_the_day_and_without_a_name(self, client, clock, mandate, document):
        end_mandate(mandate=mandate, reason=EndReason.RESIGNATION, on=TODAY, by=SIGNATURE)
        mandate.refresh_from_db()
        assert f"a changé de dates : il va {mandate_period(mandate)}" in self.read(client, document)
        clock.shift(86_400)
        words = self.read(client, document)
        assert "Le mandat qu’elle atteste a pris fin le 22 novembre 2026." in words
        assert "authentique, mais la situation a changé" in words
        assert "Wernert" not in words and "WERNERT" not in words

    def test_a_mandate_that_came_to_its_term_is_said(self, client, clock, mandate, document):
        clock.move_to(datetime.combine(mandate.term_end + timedelta(days=1), time(10), tzinfo=NOW.tzinfo))
        assert f"est arrivé à son terme le {date_fr(mandate.term_end)}" in self.read(client, document)

    def test_a_mandate_taken_out_of_the_register_is_said(self, client, clock, mandate, document):
        remove_mandate(mandate=mandate, explanation="Saisi par erreur", by=SIGNATURE)
        assert "ne figure plus au registre" in self.read(client, document)

    def test_a_revoked_certificate_says_that_first(self, client, clock, mandate, document):
        end_mandate(mandate=mandate, reason=EndReason.RESIGNATION, on=TODAY, by=SIGNATURE)
        revoke(document=document, by=make.user_with_role("ars_region"), at=NOW, reason="Émise par erreur")
        words = self.read(client, document)
        assert "a été annulé" in words and "situation a changé" not in words

    def test_other_documents_say_nothing_of_a_mandate(self, client, clock):
        assert "situation a changé" not in self.read(client, IssuedDocumentFactory())
