"""The numbers of the way: by month, small ones never alone."""

from datetime import date, timedelta

import pytest

from portevoix.work.outreach.actions.counting import count
from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.models import DailyCount
from portevoix.work.outreach.selectors.figures import funnel
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
AT = "/espace/devenir-representant/chiffres/"


def counted(step, number, *, month=TODAY):
    DailyCount.objects.create(day=month, step=step, count=number)


def test_a_step_counted_twice_in_a_day_is_one_row_of_two():
    for day in (TODAY, TODAY, TODAY - timedelta(days=1)):
        count(step=FunnelStep.RESULT, today=day)
    assert list(DailyCount.objects.order_by("day").values_list("count", flat=True)) == [1, 2]


def test_twelve_months_end_with_this_one_and_what_is_older_is_left_out():
    counted("page", 50), counted("page", 70, month=date(2025, 11, 30))
    found = funnel(today=TODAY)
    assert (found.months[0], found.months[-1]) == (date(2025, 12, 1), date(2026, 11, 1))
    assert found.of(FunnelStep.PAGE) == 50


def test_a_small_number_is_never_told_alone():
    counted("designated", 2)
    found = funnel(today=TODAY)
    assert found.of(FunnelStep.DESIGNATED) is None
    assert all(row.shown(month) is None for row in found.steps for month in found.months if row.step == FunnelStep.DESIGNATED)


def test_a_small_month_is_put_together_with_another_so_that_the_total_does_not_tell_it():
    counted("handed_over", 2), counted("handed_over", 6, month=date(2026, 10, 3)), counted("handed_over", 40, month=date(2026, 9, 3))
    row = next(row for row in funnel(today=TODAY).steps if row.step == FunnelStep.HANDED_OVER)
    assert [row.shown(month) for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))] == [40, None, None]
    assert row.total == 48


def test_page_and_file_say_the_same(delegation):
    counted("page", 1234), counted("designated", 2)
    page = delegation.get(AT).content.decode().replace("\u00a0", " ")
    assert "1 234 pages ouvertes" in page
    assert "moins de 5" in page
    content = b"".join(delegation.get(f"{AT}etapes.csv").streaming_content).decode()
    assert "page « Devenir représentant » ouverte;1234" in content.replace("\u00a0", " ")
    assert "personne désignée;;" in content


def test_an_empty_year_still_has_its_page(delegation):
    assert "0 pages ouvertes" in delegation.get(AT).content.decode().replace("\u00a0", " ")
