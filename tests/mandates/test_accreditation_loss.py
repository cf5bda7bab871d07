"""An accreditation that ends: notices, and the end of the mandates that the agency chooses (Annex C, scenario 2)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import last_day, period
from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Parameter
from portevoix.register.mandates.actions.accreditation_loss import close_after_loss, send_notices
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from tests.factories import (
    TODAY,
    AccreditationFactory,
    AssociationFactory,
    BodyTypeRuleFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
WORKER = Program("test")


@pytest.fixture(autouse=True)
def settings_of_the_notices():
    BodyTypeRuleFactory()
    source = {"source": "essai", "source_date": date(2026, 1, 1), "period": period(date(2020, 1, 1))}
    for code, value in (("first", 210), ("second", 90), ("last", 0)):
        Parameter.objects.create(code=f"accreditation-notice-{code}", label=code, value=value, **source)


@pytest.fixture
def agent():
    return user_with_role("ars_region", territory=RegionFactory())


def association_with(days, *, mandates=2, email="contact@asso.example"):
    association = AssociationFactory(email=email)
    AccreditationFactory(association=association, period=period(date(2021, 1, 1), TODAY + timedelta(days=days)))
    for index in range(mandates):
        MandateFactory(association=association, person=PersonFactory(email=f"ru{index}@exemple.fr" if index else ""))
    return association


def lost_mandates(association):
    return list(Mandate.objects.filter(association=association).order_by("pk"))


def test_a_notice_reached_is_told_once_to_the_agency_and_to_the_association(agent):
    association = association_with(200)
    assert send_notices(today=TODAY, by=WORKER) == 1
    assert send_notices(today=TODAY + timedelta(days=1), by=WORKER) == 0
    assert set(Message.objects.values_list("recipient_email", flat=True)) == {agent.email, association.email}
    assert "2\u00a0mandats" in Message.objects.first().body


def test_the_next_notice_is_told_in_its_turn(agent):
    association_with(200)
    days = [TODAY + timedelta(days=shift) for shift in (0, 109, 110, 199, 200)]
    assert [send_notices(today=day, by=WORKER) for day in days] == [1, 0, 1, 0, 1]


def test_before_the_first_notice_nobody_is_told(agent):
    association_with(211)
    assert send_notices(today=TODAY, by=WORKER) == 0


def test_the_agency_of_another_region_is_not_told():
    elsewhere = user_with_role("ars_region", territory=RegionFactory(code="32", name="Hauts-de-France"))
    association_with(200)
    send_notices(today=TODAY, by=WORKER)
    assert not Message.objects.filter(recipient_email=elsewhere.email).exists()


def test_the_chosen_mandates_end_and_people_and_association_are_told(agent):
    association = association_with(-1, mandates=3)
    first, *chosen = lost_mandates(association)
    ended = close_after_loss(association=association, mandates=chosen, on=TODAY, today=TODAY, by=agent)
    assert {(mandate.end_reason, last_day(mandate.period)) for mandate in ended} == {(EndReason.ACCREDITATION_LOST, TODAY)}
    first.refresh_from_db()
    assert first.end_reason == ""
    assert sorted(Message.objects.values_list("recipient_email", flat=True)) == ["contact@asso.example", "ru1@exemple.fr", "ru2@exemple.fr"]


def test_nothing_ends_when_one_of_the_mandates_no_longer_rests_on_a_lost_accreditation(agent):
    association = association_with(-1)
    other = MandateFactory(association=association_with(400))
    with pytest.raises(ValidationError, match="relisez la liste"):
        close_after_loss(association=association, mandates=[*lost_mandates(association), other], on=TODAY, today=TODAY, by=agent)
    assert not Mandate.objects.exclude(end_reason="").exists() and not Message.objects.exists()


def test_an_empty_choice_is_refused(agent):
    with pytest.raises(ValidationError, match="Cochez au moins un mandat"):
        close_after_loss(association=association_with(-1), mandates=[], on=TODAY, today=TODAY, by=agent)


@pytest.mark.parametrize("role", ["fas_region", "ars_signatory"])
def test_whoever_does_not_keep_mandates_ends_none(role):
    association = association_with(-1)
    with pytest.raises(PermissionDenied):
        close_after_loss(
            association=association,
            mandates=lost_mandates(association),
            on=TODAY,
            today=TODAY,
            by=user_with_role(role, territory=RegionFactory()),
        )


def test_the_page_lists_confirms_and_ends(client, agent, time_machine):
    time_machine.move_to(f"{TODAY}T10:00:00+01:00")
    association = association_with(-1)
    sign_in(client, agent)
    url = f"/espace/associations/{association.pk}/terminer-les-mandats/"
    page = client.get(url)
    data = {"vu": page.context["mark"], "on": "30 novembre 2026", "mandates": [mandate.pk for mandate in lost_mandates(association)]}
    asked = client.post(url, data)
    assert "Sans adresse, à prévenir par courrier" in asked.text and not Mandate.objects.exclude(end_reason="").exists()
    assert client.post(url, data | {"confirme": "1"}).status_code == 302
    assert Mandate.objects.filter(end_reason=EndReason.ACCREDITATION_LOST).count() == 2
