"""Calendars: written once, read back by another library, right when the clocks change, told again when something changes."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portevoix.base.core import calendars
from portevoix.base.core.calendars import CANCEL, PARIS, Event, at_paris, calendar_bytes
from portevoix.base.notifications.models import Message
from portevoix.front.workspace import feeds
from portevoix.front.workspace.models import CalendarFeed
from portevoix.work.training.actions.enrolments import cancel_enrolment, enrol
from portevoix.work.training.actions.sessions import Slot, cancel_session, edit_session
from portevoix.work.training.enums import CancellationReason, EnrolmentChannel
from tests import factories as make
from tests.training import making as training

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIELDS = ("format", "place", "street", "commune", "access_words", "remote_link", "seats", "minimum", "closes_on", "trainers")


def event(**given_) -> Event:
    values = {
        "uid": "session-1-1",
        "summary": "Formation\u00a0: RU en avant\u00a0!",
        "starts": at_paris(date(2026, 12, 8), time(9, 30)),
        "ends": at_paris(date(2026, 12, 8), time(12, 30)),
    }
    return Event(**values | given_)


def back(content: bytes):
    return Calendar.from_ical(content)


def events(content: bytes) -> list:
    return back(content).walk("VEVENT")


def moment(component, name="DTSTART"):
    return component[name].dt


class TestTheFile:
    def test_lines_end_as_the_standard_says_and_are_folded_at_75_octets(self):
        content = calendar_bytes([event(description="é" * 300)], at=AT)
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(len(line) for line in content.split(b"\r\n")) <= 75

    def test_the_text_is_read_back_as_it_was(self):
        words = "Salle 3, 1er étage ; « au fond »\nDemandez l’accueil \\ badge"
        found = events(calendar_bytes([event(description=words, place=words, summary="Été, œuvre")], at=AT))[0]
        assert (str(found["DESCRIPTION"]), str(found["LOCATION"]), str(found["SUMMARY"])) == (words, words, "Été, œuvre")

    def test_a_feed_has_its_name_its_colour_and_says_when_to_come_back(self):
        found = back(calendar_bytes([], at=AT, name="Mon agenda", feed=True))
        assert (str(found["NAME"]), str(found["COLOR"])) == ("Mon agenda", "mediumblue")
        assert found["REFRESH-INTERVAL"].dt == timedelta(hours=6)
        assert found["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"

    def test_a_cancellation_says_it_twice(self):
        content = calendar_bytes([event(sequence=3)], at=AT, method=CANCEL, organiser=("FAS", "a@exemple.fr"))
        found = events(content)[0]
        assert (str(back(content)["METHOD"]), str(found["STATUS"]), found["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
        assert str(found["ORGANIZER"]) == "mailto:a@exemple.fr"

    def test_whole_days_end_on_the_day_after(self):
        found = events(calendar_bytes([event(starts=date(2026, 10, 25), ends=date(2026, 10, 25))], at=AT))[0]
        assert (moment(found), moment(found, "DTEND")) == (date(2026, 10, 25), date(2026, 10, 26))

    @pytest.mark.parametrize("broken", [{"ends": date(2026, 1, 1)}, {"starts": datetime(2026, 1, 1, 9)}])
    def test_a_moment_has_a_time_zone_and_an_event_one_kind_of_ends(self, broken):
        with pytest.raises(ValueError):
            event(**broken)


class TestTheClocks:
    @pytest.mark.parametrize(
        ("day", "offset"),
        [
            (date(2026, 3, 28), 1),
            (date(2026, 3, 29), 2),
            (date(2026, 10, 24), 2),
            (date(2026, 10, 25), 1),
            (date(2027, 3, 28), 2),
            (date(2027, 10, 31), 1),
        ],
    )
    def test_nine_thirty_stays_nine_thirty_around_the_changes(self, day, offset):
        found = events(calendar_bytes([event(starts=at_paris(day, time(9, 30)), ends=at_paris(day, time(12)))], at=AT))[0]
        assert moment(found).replace(tzinfo=None) == datetime.combine(day, time(9, 30))
        assert moment(found).utcoffset() == timedelta(hours=offset)

    @given(day=st.dates(date(2026, 1, 1), date(2060, 12, 31)), hour=st.integers(3, 23), minute=st.integers(0, 59))
    def test_the_zone_written_in_the_file_says_what_paris_says(self, day, hour, minute):
        """The reader may know the zone by what the file says only: any time of any day has the same offset as in Paris."""
        content = calendar_bytes([event()], at=AT)
        zone = back(content).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
        local = datetime.combine(day, time(hour, minute))
        assert local.replace(tzinfo=zone).utcoffset() == local.replace(tzinfo=PARIS).utcoffset()

    @given(day=st.dates(date(2026, 1, 1), date(2060, 12, 31)), start=st.integers(4 * 60, 22 * 60), minutes=st.integers(1, 119))
    def test_what_is_read_back_is_the_same_moment(self, day, start, minutes):
        starts = at_paris(day, time(start // 60, start % 60))
        ends = at_paris(day, time((start + minutes) // 60, (start + minutes) % 60))
        found = events(calendar_bytes([event(starts=starts, ends=ends)], at=AT))[0]
        assert moment(found).astimezone(UTC) == starts.astimezone(UTC)
        assert moment(found, "DTEND") - moment(found) == timedelta(minutes=minutes)

    def test_a_moment_given_in_another_zone_is_written_in_that_of_paris(self):
        starts = datetime(2026, 7, 1, 7, 30, tzinfo=ZoneInfo("UTC"))
        found = events(calendar_bytes([event(starts=starts, ends=starts + timedelta(hours=2))], at=AT))[0]
        assert moment(found).strftime("%H:%M %Z") == "09:30 CEST"


def attached(code: str) -> list:
    """Return the calendars attached to the messages of a text, in the order of the messages."""
    found = []
    for message in Message.objects.filter(code=code).order_by("pk"):
        for stored in message.attachments.all():
            assert (stored.kind, stored.download_name) == ("text/calendar", "formation.ics")
            with stored.content.open("rb") as file:
                found.append(back(file.read()))
    return found


@pytest.mark.django_db
class TestConvocations:
    def enrolled(self, **given_):
        fas = training.delegation()
        session = training.SessionFactory(**given_)
        person, _ = training.member()
        row = enrol(session=session, person=person, channel=EnrolmentChannel.DELEGATION, by=fas, at=training.NOW)
        return fas, session, row

    def test_each_half_day_is_in_the_file_of_who_is_convoked(self):
        _, session, _ = self.enrolled()
        (found,) = attached("training.registered")
        components = found.walk("VEVENT")
        assert str(found["METHOD"]) == "PUBLISH"
        assert [str(one["UID"]).split("@")[0] for one in components] == [f"session-{session.pk}-1", f"session-{session.pk}-2"]
        assert [moment(one).strftime("%H:%M") for one in components] == ["09:30", "13:30"]
        assert {int(one["SEQUENCE"]) for one in components} == {0}

    def test_a_change_keeps_the_name_and_raises_the_number(self):
        fas, session, _ = self.enrolled()
        fields = {name: getattr(session, name) for name in FIELDS}
        moved = [Slot(day=date(2026, 12, 9), starts=time(9), ends=time(12))]
        edit_session(session=session, half_days=moved, by=fas, at=training.NOW, **fields)
        components = attached("training.session_changed")[0].walk("VEVENT")
        assert [(str(one["UID"]).split("@")[0], int(one["SEQUENCE"]), str(one["STATUS"])) for one in components] == [
            (f"session-{session.pk}-1", 1, "CONFIRMED"),
            (f"session-{session.pk}-2", 1, "CANCELLED"),  # the half-day that is no more
        ]

    def test_a_correction_that_moves_nothing_raises_nothing(self):
        fas, session, _ = self.enrolled()
        fields = {name: getattr(session, name) for name in FIELDS} | {"trainers": "Yann LE GOFF"}
        same = [Slot(day=one.day, starts=one.starts, ends=one.ends) for one in session.half_days.all()]
        edit_session(session=session, half_days=same, by=fas, at=training.NOW, **fields)
        session.refresh_from_db()
        assert session.calendar_sequence == 0

    def test_a_cancelled_session_is_taken_out_of_the_calendar(self):
        fas, session, _ = self.enrolled()
        cancel_session(session=session, reason=CancellationReason.TRAINER, by=fas, at=training.NOW)
        (found,) = attached("training.session_cancelled")
        assert str(found["METHOD"]) == "CANCEL"
        assert {(str(one["STATUS"]), int(one["SEQUENCE"])) for one in found.walk("VEVENT")} == {("CANCELLED", 1)}

    def test_somebody_who_cancels_takes_it_out_of_theirs(self):
        fas, _, row = self.enrolled()
        cancel_enrolment(enrolment=row, by=fas, at=training.NOW)
        (found,) = attached("training.enrolment_cancelled")
        assert str(found["METHOD"]) == "CANCEL"

    def test_who_follows_remotely_has_the_link_and_no_place(self):
        fas = training.delegation()
        session = training.SessionFactory(hybrid=True)
        person, _ = training.member()
        enrol(session=session, person=person, channel=EnrolmentChannel.DELEGATION, by=fas, at=training.NOW, remote=True)
        found = attached("training.registered")[0].walk("VEVENT")[0]
        assert str(found["LOCATION"]) == "à distance"
        assert session.remote_link in str(found["DESCRIPTION"])


@pytest.mark.django_db
class TestTheFeed:
    @pytest.fixture
    def somebody(self):
        return training.member()

    def path(self, user):
        feed = feeds.create_feed(by=user, at=training.NOW)
        return "/agenda/" + feeds.address_of(feed).rpartition("/")[2]

    def test_it_holds_sessions_and_ends_of_mandates(self, client, somebody):
        person, user = somebody
        training.EnrolmentFactory(person=person)
        content = client.get(self.path(user)).content
        summaries = [str(one["SUMMARY"]) for one in events(content)]
        assert sum("Formation" in one for one in summaries) == 2
        assert sum("Fin de mandat" in one for one in summaries) == 1

    def test_what_belongs_to_others_is_not_in_it(self, client, somebody):
        training.EnrolmentFactory()
        assert not [one for one in events(client.get(self.path(somebody[1])).content) if "Formation" in str(one["SUMMARY"])]

    def test_it_is_never_kept_by_a_proxy(self, client, somebody):
        response = client.get(self.path(somebody[1]))
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"] == "text/calendar; charset=utf-8"

    def test_a_revoked_address_is_a_404_and_another_may_be_made(self, client, somebody):
        path = self.path(somebody[1])
        feeds.revoke_feed(by=somebody[1], at=training.NOW)
        assert client.get(path).status_code == 404
        other = self.path(somebody[1])
        assert other != path
        assert client.get(other).status_code == 200

    def test_an_unknown_address_and_a_closed_account_are_404(self, client, somebody):
        path = self.path(somebody[1])
        assert client.get("/agenda/inconnu.ics").status_code == 404
        type(somebody[1]).objects.filter(pk=somebody[1].pk).update(is_active=False)
        assert client.get(path).status_code == 404

    def test_the_address_cannot_be_read_in_the_database(self, somebody):
        path = self.path(somebody[1])
        token = re.search(r"/agenda/(.+)\.ics", path)[1]
        row = CalendarFeed.objects.values().get()
        assert token not in str(row)
        assert feeds.feed_of_token(row["token_hash"]) is None
        assert feeds.feed_of_token(row["key"]) is None

    def test_it_is_shown_again_after_the_key_of_the_site_changed(self, somebody, settings):
        feed = feeds.create_feed(by=somebody[1], at=training.NOW)
        before = feeds.address_of(feed)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another" * 8
        assert feeds.address_of(feed) == before
        settings.SECRET_KEY_FALLBACKS = []
        assert feeds.address_of(feed) == ""

    def test_one_at_a_time(self, somebody):
        feeds.create_feed(by=somebody[1], at=training.NOW)
        with pytest.raises(Exception, match="déjà une adresse"):
            feeds.create_feed(by=somebody[1], at=training.NOW)

    def test_a_device_that_asks_too_often_waits(self, client, somebody, settings):
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"calendar": "2/1h"}
        path = self.path(somebody[1])
        assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]

    def test_the_person_creates_copies_and_revokes(self, client, somebody):
        client.force_login(somebody[1])
        assert "Créer l’adresse" in client.get("/espace/mon-agenda/").content.decode()
        client.post("/espace/mon-agenda/creer/")
        page = client.get("/espace/mon-agenda/").content.decode()
        assert feeds.address_of(CalendarFeed.objects.get()) in page
        client.post("/espace/mon-agenda/revoquer/")
        assert "révoquée le" in client.get("/espace/mon-agenda/").content.decode()

    def test_a_package_above_gives_its_own_dates(self, client, somebody, monkeypatch):
        monkeypatch.setitem(calendars.SOURCES, "essai", lambda user, today: [event(uid="essai-1", summary="Réunion")])
        assert "Réunion" in [str(one["SUMMARY"]) for one in events(client.get(self.path(somebody[1])).content)]

    def test_an_account_without_a_person_has_no_page(self, client):
        client.force_login(make.user_with_role("national_observer"))
        assert client.get("/espace/mon-agenda/").status_code == 403
