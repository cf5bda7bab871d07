"""Figures of vacancies: what they say, for whoever does not see the drawing."""

from datetime import date

from portevoix.register.mandates.charts import vacancy_map
from portevoix.register.mandates.selectors.territories import DepartmentFigures


def row(code, name, opened, vacant):
    names = ("vacant_titular", "vacant_substitute", "vacant_member", "past_term", "vacant_long", "bodies", "bodies_with_vacancy")
    nothing = dict.fromkeys(names, 0)
    return DepartmentFigures(code=code, name=name, opened=opened, filled=opened - vacant, vacant=vacant, **nothing)


def test_the_map_says_its_extremes_and_its_table_is_sorted_by_share():
    chart = vacancy_map(
        [row("67", "Bas-Rhin", 10, 2), row("52", "Haute-Marne", 10, 4), row("", "", 5, 1)], region="44", at=date(2026, 11, 22)
    )
    assert "20\u00a0% (Bas-Rhin) à 40\u00a0% (Haute-Marne)" in chart.description
    assert [line.heading for line in chart.table.rows] == ["Haute-Marne", "Bas-Rhin", "Instances de toute la région"]
    assert list(chart.table.footer.cells) == ["25", "7", "28\u00a0%"]


def test_a_region_without_contours_has_no_map():
    assert vacancy_map([row("99", "Ailleurs", 10, 2)], region="99", at=date(2026, 11, 22)) is None
