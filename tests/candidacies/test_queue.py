"""« Ce qui m’attend »: each one sees what they hold, the late ones first, by the clock of the dated settings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.enums import CallState, CandidacyState, Channel, WishState
from portevoix.work.candidacies.models import ManagerRequest, PieceRequest
from portevoix.work.candidacies.selectors.clock import days_since, due_on
from portevoix.work.candidacies.selectors.queue import Criteria, count_waiting, waiting_files
from portevoix.work.candidacies.selectors.tasks import TaskKind, waiting_tasks
from tests import factories as make
from tests.budget import assert_query_budget
from tests.candidacies.files import commission, setting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def agency():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def delegation(**department):
    return make.user_with_role("ars_department", territory=make.DepartmentFactory(**department))


def file(state, *, days=0, **fields):
    sent = {} if state == CandidacyState.DRAFT else {"sent": True}
    return make.CandidacyFactory(state=state, state_changed_at=NOW - timedelta(days=days), **sent, **fields)


def held(user, **criteria):
    return [one.candidacy for one in waiting_files(user, today=make.TODAY, criteria=Criteria(**criteria)).files]


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        (CandidacyState.SUBMITTED, "agency"),
        (CandidacyState.TO_DECIDE, "agency"),
        (CandidacyState.UNDER_REVIEW, "delegation"),
        (CandidacyState.INCOMPLETE, "association"),
        (CandidacyState.DRAFT, "association"),
        (CandidacyState.DESIGNATED, None),
        (CandidacyState.WITHDRAWN, None),
    ],
)
def test_a_file_waits_for_its_one_holder(state, holder):
    association = make.AssociationFactory()
    users = {
        "agency": agency(),
        "delegation": delegation(),
        "association": make.user_with_role("association_manager", association=association),
    }
    one = file(state, association=association)
    assert {name: held(user) for name, user in users.items()} == {name: [one] if name == holder else [] for name in users}
    assert {name: count_waiting(user) for name, user in users.items()} == {name: int(name == holder) for name in users}


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_who_holds_no_file_sees_none(role):
    file(CandidacyState.SUBMITTED)
    assert held(make.user_with_role(role, territory=make.RegionFactory())) == []


def test_files_of_another_department_region_or_association_wait_for_others():
    file(CandidacyState.UNDER_REVIEW)
    file(CandidacyState.INCOMPLETE)
    elsewhere = make.user_with_role("ars_region", territory=make.RegionFactory(code="32", name="Hauts-de-France"))
    assert held(delegation(moselle=True)) == []
    assert held(elsewhere) == []
    assert held(make.user_with_role("association_manager", association=make.AssociationFactory())) == []


def test_a_federation_holds_the_files_of_its_sections():
    section = make.AssociationFactory(section=True)
    one = file(CandidacyState.INCOMPLETE, association=section)
    assert held(make.user_with_role("association_manager", association=section.parent)) == [one]


def test_a_paper_draft_is_not_the_associations():
    association = make.AssociationFactory()
    file(CandidacyState.DRAFT, association=association, channel=Channel.PAPER)
    assert held(make.user_with_role("association_manager", association=association)) == []


def test_the_late_ones_come_first_and_are_counted():
    setting("delai-submitted", 10)
    setting("delai-to_decide", 30)
    fresh, late = file(CandidacyState.SUBMITTED, days=2), file(CandidacyState.SUBMITTED, days=11)
    decide, later = file(CandidacyState.TO_DECIDE, days=25), file(CandidacyState.TO_DECIDE, days=1)
    found = waiting_files(agency(), today=make.TODAY)
    assert [one.candidacy for one in found.files] == [late, decide, fresh, later]
    assert [one.late for one in found.files] == [True, False, False, False]
    assert (found.total, found.late, found.states) == (4, 1, {"submitted": 2, "to_decide": 2})
    assert held(agency(), late=True) == [late]


def test_pieces_are_due_on_the_day_that_was_given_and_drafts_at_the_closing():
    association = make.AssociationFactory()
    incomplete, draft = file(CandidacyState.INCOMPLETE, association=association), file(CandidacyState.DRAFT, association=association)
    PieceRequest.objects.create(candidacy=incomplete, items="Lettre", due_on=make.TODAY + timedelta(days=3))
    found = waiting_files(make.user_with_role("association_manager", association=association), today=make.TODAY).files
    assert {one.candidacy: one.due for one in found} == {incomplete: make.TODAY + timedelta(days=3), draft: datetime(2026, 12, 16).date()}


def test_criteria_limit_the_list():
    here, there = commission(), commission(facility__department=make.DepartmentFactory(moselle=True))
    one = file(CandidacyState.SUBMITTED, last_name="Wernert", wishes=[here])
    other = file(CandidacyState.TO_DECIDE, last_name="Keller", wishes=[there])
    user = agency()
    assert held(user, text="wérn") == [one]
    assert held(user, text=other.number) == [other]
    assert held(user, state="to_decide") == [other]
    assert held(user, department="57") == [other]
    assert held(user, call=one.call_id) == [one]
    assert held(user, association=one.association_id) == [one]


def test_a_page_costs_a_fixed_number_of_statements():
    user, body = agency(), commission()
    assert_query_budget(
        lambda: waiting_files(user, today=make.TODAY), make_row=lambda: file(CandidacyState.SUBMITTED, wishes=[body]), budget=9
    )


def test_pages_follow_each_other_and_the_last_stands_for_those_beyond():
    body = commission()
    for _ in range(7):
        file(CandidacyState.SUBMITTED, wishes=[body])
    found = waiting_files(agency(), today=make.TODAY, page=99, per_page=5)
    assert (len(found.files), found.page, found.pages) == (2, 2, 2)
    assert found.files[0].wishes == 1


@given(days=st.integers(0, 400), delay=st.integers(0, 365))
def test_a_file_is_late_exactly_when_its_delay_is_over(days, delay):
    since = NOW - timedelta(days=days)
    assert (due_on(since, delay) < make.TODAY) == (days_since(since, make.TODAY) > delay)


# beside the files


def kinds(user):
    return [task.kind for task in waiting_tasks(user, at=NOW)]


def test_calls_wait_for_the_agency_to_close_finish_and_publish():
    make.CallFactory()
    past = make.CallFactory(closes_at=NOW - timedelta(hours=1))
    closed = make.CallFactory(closed=True)
    make.CandidacyFactory(call=closed, to_decide=True)
    decided = make.CallFactory(state=CallState.DECIDED)
    tasks = waiting_tasks(agency(), at=NOW)
    assert [(task.kind, task.target) for task in tasks] == [
        (TaskKind.CLOSE_CALL, past),
        (TaskKind.FINISH_CALL, closed),
        (TaskKind.PUBLISH_CALL, decided),
    ]
    assert tasks[1].count == 1


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_calls_do_not_wait_for_whoever_only_reads_them(role):
    make.CallFactory(closed=True)
    assert kinds(make.user_with_role(role, territory=make.RegionFactory())) == []


def test_retained_wishes_wait_for_an_order():
    body = commission()
    candidacy = make.CandidacyFactory(sent=True, state=CandidacyState.AWAITING_ORDER)
    make.WishFactory(candidacy=candidacy, body=body, seat=Seat.objects.filter(body=body).first(), state=WishState.RETAINED)
    found = waiting_tasks(agency(), at=NOW)
    assert [(task.kind, task.target, task.count) for task in found] == [(TaskKind.WRITE_ORDER, candidacy.call, 1)]


def test_a_request_of_a_manager_waits_for_the_agency_and_for_the_managers():
    association = make.AssociationFactory()
    ManagerRequest.objects.create(association=association, email="a@exemple.fr", name="Anne Roth", asked_at=NOW - timedelta(days=8))
    tasks = waiting_tasks(make.user_with_role("association_manager", association=association), at=NOW)
    assert [(task.kind, task.late) for task in tasks] == [(TaskKind.ANSWER_REQUEST, True)]
    assert kinds(agency()) == [TaskKind.ANSWER_REQUEST]
    assert kinds(make.user_with_role("association_manager", association=make.AssociationFactory())) == []
