"""Charts: what is drawn is what is counted, and every figure carries its finding and its table."""

from datetime import date

import pytest
from django.template import Context, Template

from portevoix.base.ui import gallery
from portevoix.base.ui.charts.bars import Bar, Cut, share_bar, stacked_bars
from portevoix.base.ui.charts.common import DataTable, Mark
from portevoix.base.ui.charts.maps import Place, choropleth, contours, plan
from portevoix.base.ui.charts.timeline import Span, Track, timeline

SERIES = [Mark(label="titulaires", css="t"), Mark(label="suppléants", css="s")]


def bars(rows, **options):
    return stacked_bars(id="b", title="Titre", description="Deux pics.", series=SERIES, bars=rows, **options)


def test_bars_are_as_long_as_their_values():
    first, second = bars([Bar(label="Janv.", values=(10, 20)), Bar(label="Févr.", values=(20, 40))]).bars
    assert second.segments[1].width == pytest.approx(2 * first.segments[1].width, abs=1)
    assert second.total == "60"


def test_the_longest_bar_leaves_room_for_its_total():
    chart = bars([Bar(label="Janv.", values=(1000, 2000))])
    bar = chart.bars[0]
    assert bar.total_x + len(bar.total) * 8 <= chart.width


def test_a_small_value_is_still_seen_and_a_zero_is_not():
    chart = bars([Bar(label="Janv.", values=(1, 0)), Bar(label="Févr.", values=(2000, 1))])
    assert [segment.width >= 2 for segment in chart.bars[0].segments] == [True]


def test_bars_without_any_value_are_drawn():
    assert bars([Bar(label="Janv.", values=(0, 0))]).bars[0].segments == []


def test_the_chosen_date_stands_between_two_bars():
    chart = bars([Bar(label="Août", values=(1, 1)), Bar(label="Sept.", values=(1, 1))], cut=Cut(before=1, label="1er septembre 2027"))
    assert chart.bars[0].y < chart.cut.y < chart.bars[1].y


def test_the_table_has_the_same_figures_and_their_total():
    table = bars([Bar(label="Sept.", full_label="Septembre 2027", values=(5, 11))]).table
    assert table.headings == ["Mois", "titulaires", "suppléants", "Total"]
    assert (table.rows[0].heading, table.rows[0].cells) == ("Septembre 2027", ["5", "11", "16"])


def test_a_bar_with_a_value_missing_is_refused():
    with pytest.raises(ValueError, match="1 values for 2 series"):
        bars([Bar(label="Sept.", values=(5,))])


def test_a_figure_that_says_nothing_is_refused():
    with pytest.raises(ValueError, match="says what it shows"):
        stacked_bars(id="b", title="Titre", description=" ", series=SERIES, bars=[])


@pytest.mark.parametrize(("occupied", "vacant"), [(619, 57), (0, 5), (5, 0), (0, 0), (1351, 1)])
def test_a_share_stays_in_its_drawing(occupied, vacant):
    bar = share_bar(occupied=occupied, vacant=vacant)
    assert bar.occupied >= 0
    assert bar.vacant_x + bar.vacant <= 601
    assert (bar.vacant > 0) == (vacant > 0)


SHAPES = contours(
    {
        "width": 880,
        "height": 400,
        "source": "IGN",
        "shapes": [
            {"code": "54", "name": "Meurthe-et-Moselle", "path": "M0 0h9v9z", "x": 200, "y": 100},
            {"code": "67", "name": "Bas-Rhin", "path": "M9 9h9v9z", "x": 700, "y": 100},
        ],
    }
)


def carte(**shares):
    return choropleth(
        id="c",
        title="Carte",
        description="La part va de 10 à 40 %.",
        shapes=SHAPES,
        shares={code.removeprefix("d"): share for code, share in shares.items()},
        bounds=(0.2, 0.25, 0.3, 0.35),
        table=DataTable(caption="Parts", headings=["Département", "Part"], rows=[]),
    )


@pytest.mark.parametrize(
    ("share", "css", "light"), [(0.1, "m0", False), (0.2, "m1", False), (0.29, "m2", False), (0.3, "m3", True), (1, "m4", True)]
)
def test_an_area_is_shaded_by_its_share(share, css, light):
    drawn = carte(d54=share, d67=0.1).areas[0]
    assert (drawn.css, drawn.light) == (css, light)


def test_an_area_without_figure_is_drawn_with_a_dash():
    assert carte(d54=None).areas[0].text == "–"
    assert carte().areas[1].text == "–"


def test_the_key_names_each_step():
    assert [mark.label for mark in carte(d54=0.1).key] == [
        "moins de 20\u00a0%",
        "20 à 25\u00a0%",
        "25 à 30\u00a0%",
        "30 à 35\u00a0%",
        "35\u00a0% et plus",
    ]


def test_a_long_name_takes_two_lines():
    assert [line.text for line in SHAPES.areas[0].label] == ["Meurthe-", "et-Moselle"]
    assert [line.text for line in SHAPES.areas[1].label] == ["Bas-Rhin"]


def test_a_map_is_brought_to_the_width_of_the_drawing():
    assert (SHAPES.width, SHAPES.height, SHAPES.scale) == (440, 200, "0.5000")


def test_all_areas_are_drawn_before_the_words():
    html = Template("{% load ui %}{% choropleth chart %}").render(Context({"chart": carte(d54=0.1)}))
    assert html.rindex("<path") < html.index('<text x="')


def ligne(*spans, now=None):
    chart = timeline(
        id="t",
        title="Frise",
        description="Un siège est vacant.",
        tracks=[Track(label="Titulaire 1", spans=spans)],
        start=date(2020, 1, 1),
        end=date(2029, 1, 1),
        now=now,
    )
    return chart, chart.tracks[0].spans


def span(kind, first, last, label="WERNERT Odile"):
    return Span(kind=kind, label=label, first=first, last=last)


def test_successive_mandates_do_not_touch():
    _, (first, second) = ligne(span("past", date(2021, 1, 1), date(2023, 12, 31)), span("current", date(2024, 1, 1), date(2026, 12, 31)))
    assert first.x + first.width < second.x


def test_an_open_end_goes_to_the_edge():
    _, (only,) = ligne(span("vacant", date(2026, 4, 14), None))
    assert 985 <= only.x + only.width <= 1000


def test_what_is_outside_the_drawing_is_left_out():
    _, spans = ligne(span("past", date(2001, 1, 1), date(2019, 12, 31)), span("current", date(2029, 1, 1), None))
    assert spans == []


def test_words_that_do_not_fit_are_left_out():
    _, (only,) = ligne(span("past", date(2024, 1, 1), date(2024, 2, 1)))
    assert only.text == ""


def test_words_step_aside_from_the_line_of_today():
    chart, (only,) = ligne(span("vacant", date(2026, 4, 14), None, "vacant depuis 7 mois"), now=date(2026, 11, 22))
    assert only.text_x > chart.now_x


def test_a_timeline_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        timeline(id="t", title="t", description="d", tracks=[], start=date(2027, 1, 1), end=date(2026, 1, 1), now=None)


def test_places_are_put_in_their_direction_and_inside_the_plan():
    chart = plan(id="p", title="Plan", description="Un au nord.", places=[Place(1, 0, 16), Place(2, -100, 0), Place(3, 0, 0)], reach=30)
    north, west, here = chart.dots
    assert north.x == 150
    assert north.y < 150
    assert (west.x, west.y) == (8, 150)
    assert (here.x, here.y) == (150, 150)


@pytest.mark.parametrize(
    ("tag", "chart"),
    [
        ("bar_chart", gallery.bars()),
        ("choropleth", gallery.map_of_vacancies()),
        ("timeline", gallery.seats_in_time()),
        ("plan", gallery.plan_of_results()),
    ],
)
def test_a_drawing_is_named_described_and_without_colour(tag, chart):
    html = Template("{% load ui %}{% " + tag + " chart %}").render(Context({"chart": chart}))
    assert 'role="img"' in html
    assert f'aria-labelledby="{chart.id}-t {chart.id}-d"' in html
    assert chart.description in html
    assert "fill=" not in html
    assert "stroke=" not in html
