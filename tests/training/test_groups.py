"""Practice exchange groups: who, when, where; never what is said; the agency sees that they exist."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from icalendar import Calendar

from portevoix.base.notifications.models import Message
from portevoix.register.directory.actions.consents import answer_consent
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import groups as actions
from portevoix.work.training.models import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.selectors import groups as selectors
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import making as training

pytestmark = pytest.mark.django_db
TODAY = training.NOW.date()
DAY = date(2027, 1, 12)
WHEN = {"day": DAY, "starts": time(14), "ends": time(16, 30), "place": "Maison des associations", "commune": None, "remote_link": ""}


@pytest.fixture
def fas():
    return training.delegation()


def group(fas, *, members=0, **given):
    values = {"name": "Groupe de Moselle", "department": None, "facilitator": "Catherine Ritter", "rules": "", "seats": 12} | given
    found = actions.create_group(region=make.RegionFactory(), first=date(2026, 9, 1), by=fas, **values)
    for number in range(members):
        person = make.PersonFactory(email=f"membre{number}@exemple.fr", last_name=f"Membre{chr(65 + number)}")
        actions.add_member(group=found, person=person, first=date(2026, 9, 1), by=fas)
    return found


class TestMembers:
    def test_nobody_beyond_the_places(self, fas):
        found = group(fas, members=2, seats=2)
        with pytest.raises(ValidationError, match="déjà 2 membres"):
            actions.add_member(group=found, person=make.PersonFactory(), first=TODAY, by=fas)

    def test_nobody_twice_at_the_same_time(self, fas):
        found = group(fas)
        person = make.PersonFactory()
        actions.add_member(group=found, person=person, first=TODAY, by=fas)
        with pytest.raises(ValidationError, match="déjà membre"):
            actions.add_member(group=found, person=person, first=TODAY, by=fas)

    def test_who_leaves_may_come_back(self, fas):
        found = group(fas, members=1)
        member = found.members.get()
        actions.remove_member(member=member, last=TODAY, by=fas)
        actions.add_member(group=found, person=member.person, first=TODAY + timedelta(days=1), by=fas)
        assert [one.person for one in selectors.members_on(found, TODAY + timedelta(days=2))] == [member.person]

    @pytest.mark.parametrize(("count", "words"), [(5, "Il manque 1 membre"), (6, ""), (12, ""), (13, "au-delà de 12")])
    def test_six_to_twelve_is_the_right_size(self, count, words):
        found = selectors.size_warning(count, PracticeGroup(seats=20))
        assert found.startswith(words) if words == "" or count < 6 else words in found

    def test_a_closed_group_takes_nobody(self, fas):
        found = group(fas, members=1)
        actions.close_group(group=found, last=TODAY, by=fas)
        assert not selectors.members_on(found, TODAY + timedelta(days=1)).exists()
        with pytest.raises(StepRefused):
            actions.add_member(group=found, person=make.PersonFactory(), first=TODAY, by=fas)

    def test_it_is_not_closed_before_a_meeting(self, fas):
        found = group(fas)
        actions.add_meeting(group=found, by=fas, at=training.NOW, **WHEN)
        with pytest.raises(ValidationError, match="rencontre est prévue"):
            actions.close_group(group=found, last=TODAY, by=fas)

    @pytest.mark.parametrize("role", ["ars_region", "ars_department"])
    def test_the_agency_changes_nothing(self, fas, role):
        found = group(fas, members=1)
        territory = found.region if role == "ars_region" else make.DepartmentFactory()
        agent = make.user_with_role(role, territory=territory)
        with pytest.raises(PermissionDenied):
            actions.add_member(group=found, person=make.PersonFactory(), first=TODAY, by=agent)
        with pytest.raises(PermissionDenied):
            actions.add_meeting(group=found, by=agent, at=training.NOW, **WHEN)


class TestMeetings:
    def calendars(self, code):
        for message in Message.objects.filter(code=code).order_by("pk"):
            with message.attachments.get().content.open("rb") as file:
                yield Calendar.from_ical(file.read())

    def test_each_member_of_that_day_is_told_with_a_calendar_file(self, fas):
        found = group(fas, members=3)
        actions.remove_member(member=found.members.first(), last=TODAY, by=fas)
        meeting = actions.add_meeting(group=found, by=fas, at=training.NOW, **WHEN)
        files = list(self.calendars("training.group_meeting"))
        assert len(files) == 2
        event = files[0].walk("VEVENT")[0]
        assert str(event["UID"]).startswith(f"group-meeting-{meeting.pk}@")
        assert event["DTSTART"].dt.strftime("%Y-%m-%d %H:%M %Z") == "2027-01-12 14:00 CET"

    def test_a_cancelled_meeting_leaves_the_calendars(self, fas):
        found = group(fas, members=1)
        meeting = actions.add_meeting(group=found, by=fas, at=training.NOW, **WHEN)
        actions.cancel_meeting(meeting=meeting, by=fas, at=training.NOW)
        (told,) = self.calendars("training.group_meeting_cancelled")
        event = told.walk("VEVENT")[0]
        assert (str(told["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)
        with pytest.raises(StepRefused):
            actions.cancel_meeting(meeting=meeting, by=fas, at=training.NOW)

    @pytest.mark.parametrize("wrong", [{"day": date(2026, 11, 1)}, {"place": ""}, {"ends": time(13)}])
    def test_a_meeting_is_to_come_somewhere_and_lasts(self, fas, wrong):
        with pytest.raises(ValidationError):
            actions.add_meeting(group=group(fas), by=fas, at=training.NOW, **(WHEN | wrong))

    def test_there_is_no_place_for_what_is_said(self):
        texts = {
            field.name
            for model in (GroupMeeting, GroupMember)
            for field in model._meta.get_fields()
            if field.get_internal_type() == "TextField"
        }
        assert texts == set()


class TestTheMember:
    def test_sees_the_names_of_the_others_and_no_address(self, fas, client):
        found = group(fas, members=2)
        person, user = training.member()
        actions.add_member(group=found, person=person, first=date(2026, 9, 1), by=fas)
        sign_in(client, user)
        page = client.get("/espace/ma-formation/groupes/").content.decode()
        assert "MEMBREA" in page and "MEMBREB" in page
        assert "membre0@exemple.fr" not in page
        assert found.name in client.get("/espace/ma-formation/").content.decode()

    def test_reads_how_to_reach_who_agreed_until_they_change_their_mind(self, fas, client):
        _, other, user = self.pair(fas)
        sign_in(client, user)
        for granted in (True, False):
            answer_consent(person=other, purpose="groups", granted=granted, by=fas)
            page = client.get("/espace/ma-formation/groupes/").content.decode()
            assert ("mailto:autre@exemple.fr" in page, "03\u00a088\u00a012\u00a034\u00a056" in page) == (granted, granted)

    @pytest.mark.parametrize("purpose", ["email_peers", "phone_fas", "name", "monday_mail"])
    def test_another_consent_gives_nothing(self, fas, purpose):
        _, other, user = self.pair(fas)
        answer_consent(person=other, purpose=purpose, granted=True, by=fas)
        ((mine),) = selectors.groups_of(user.scope, today=TODAY)
        assert [(one.email, one.phone) for one in mine.others] == [("", "")]

    def test_who_left_the_group_is_no_longer_reached_and_reaches_nobody(self, fas):
        found, other, user = self.pair(fas)
        answer_consent(person=other, purpose="groups", granted=True, by=fas)
        actions.remove_member(member=found.members.get(person=other), last=TODAY - timedelta(days=1), by=fas)
        ((mine),) = selectors.groups_of(user.scope, today=TODAY)
        assert mine.others == []
        assert selectors.groups_of(make.user_with_role("representative", person=other).scope, today=TODAY) == []

    def pair(self, fas):
        """Return a group of two, the other member with an address and a telephone, and the account of the first."""
        found, (person, user) = group(fas), training.member()
        other = make.PersonFactory(email="autre@exemple.fr", phone="0388123456")
        for one in (person, other):
            actions.add_member(group=found, person=one, first=date(2026, 9, 1), by=fas)
        return found, other, user

    def test_sees_no_group_of_others(self, fas, client):
        found = group(fas, members=2)
        sign_in(client, training.member()[1])
        assert found.name not in client.get("/espace/ma-formation/groupes/").content.decode()
        assert client.get(f"/espace/groupes/{found.pk}/").status_code in {403, 404}


class TestWhoKeepsTheGroup:
    def test_reads_how_to_reach_who_agreed(self, fas, client):
        found = group(fas, members=2)
        first, second = (member.person for member in selectors.members_on(found, TODAY))
        answer_consent(person=first, purpose="groups", granted=True, by=fas)
        sign_in(client, fas)
        page = client.get(f"/espace/groupes/{found.pk}/").content.decode()
        assert first.email in page and second.email not in page


class TestTheAgency:
    @pytest.mark.parametrize("role", ["ars_region", "ars_department"])
    def test_sees_that_a_group_exists_and_nothing_else(self, fas, client, role):
        department = make.DepartmentFactory()
        found = group(fas, members=6, department=department, rules="Confiance")
        for member in selectors.members_on(found, TODAY):
            answer_consent(person=member.person, purpose="groups", granted=True, by=fas)
        actions.add_meeting(group=found, by=fas, at=training.NOW, **WHEN)
        sign_in(client, make.user_with_role(role, territory=found.region if role == "ars_region" else department))
        page = client.get("/espace/groupes/apercu/").content.decode()
        for shown in (found.name, department.name, "12 janvier 2027"):
            assert shown in page
        for hidden in ("MembreA", "MEMBREA", "@exemple.fr", "Catherine Ritter", "Maison des associations", "Confiance"):
            assert hidden not in page
        assert client.get("/espace/groupes/").status_code == 403
        assert client.get(f"/espace/groupes/{found.pk}/").status_code in {403, 404}

    @pytest.mark.parametrize(("members", "shown"), [(4, None), (5, 5)])
    def test_a_small_number_of_members_is_not_told(self, fas, members, shown):
        group(fas, members=members)
        (found,) = selectors.overview(make.user_with_role("ars_region", territory=make.RegionFactory()).scope, today=TODAY)
        assert found.members == shown

    def test_another_region_sees_nothing(self, fas):
        group(fas, members=6)
        elsewhere = make.user_with_role("ars_region", territory=make.DepartmentFactory(elsewhere=True).parent)
        assert selectors.overview(elsewhere.scope, today=TODAY) == []


class TestPages:
    def test_a_group_is_kept_from_its_pages(self, fas, client):
        sign_in(client, fas)
        client.post(
            "/espace/groupes/nouveau/",
            {"name": "Groupe du Rhin", "facilitator": "Aline Petit", "seats": "8", "rules": "", "department": ""},
        )
        found = PracticeGroup.objects.get()
        person = make.PersonFactory(first_name="Odile", last_name="Wernert")
        make.MandateFactory(person=person)
        path = f"/espace/groupes/{found.pk}/membres/ajouter/?q=wernert"
        assert "Wernert" in client.get(path).content.decode() or "WERNERT" in client.get(path).content.decode()
        client.post(path, {"person": person.pk})
        assert found.members.get().person == person
        client.post(
            f"/espace/groupes/{found.pk}/rencontres/ajouter/",
            {"day": "12 janvier 2099", "starts": "14 h", "ends": "16 h 30", "place": "Salle 3", "commune": "", "remote_link": ""},
        )
        meeting = found.meetings.get()
        page = client.get(f"/espace/groupes/{found.pk}/").content.decode()
        assert "Salle 3" in page and "compte rendu" in page
        client.post(f"/espace/groupes/rencontres/{meeting.pk}/annuler/")
        meeting.refresh_from_db()
        assert meeting.cancelled
        client.post(f"/espace/groupes/membres/{found.members.get().pk}/retirer/")
        assert "Groupe du Rhin" in client.get("/espace/groupes/").content.decode()
