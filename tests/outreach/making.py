"""The smallest valid rows of the package. Fictional people only."""

from datetime import date

from portevoix.base.core.periods import period
from portevoix.work.outreach.models import PageItem, Resource, Testimony
from tests.factories import TODAY

SOURCE = {"source": "jeu d’essai", "source_date": date(2026, 1, 1)}


def item(**values) -> PageItem:
    return PageItem.objects.create(
        **{"kind": "question", "title": "Est-ce payé ?", "text": "Non.", "shown": period(date(2026, 1, 1)), **SOURCE, **values}
    )


def testimony(**values) -> Testimony:
    given = {"first_name": "Monique", "sits": "dans un hôpital de Moselle", "text": "On m’écoute.", "consent_on": date(2026, 3, 1)}
    return Testimony.objects.create(**{**given, "consent_source": "classeur des accords", "shown": period(TODAY), **values})


def resource(**values) -> Resource:
    types = values.pop("types", [])
    given = {"title": "Guide", "summary": "Tout savoir.", "link": "https://exemple.fr/guide", "shown": period(date(2026, 1, 1))}
    row = Resource.objects.create(**{**given, **SOURCE, **values})
    row.body_types.set(types)
    return row
