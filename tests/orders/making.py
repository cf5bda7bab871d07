"""Builds orders for the tests: templates of the product, a signatory, a commission with seats, people proposed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from django.core.files.base import ContentFile

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.models import Parameter, Seat
from portevoix.register.orders import actions
from portevoix.register.orders.actions import LineRequest, draft_order
from portevoix.register.orders.enums import OrderKind
from portevoix.register.orders.models import AppealCourt, DesignationOrder, OrderTemplate, Signatory
from tests import factories as make

TODAY = make.TODAY
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Paris"))
EFFECTIVE = date(2026, 12, 1)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class AppealCourtFactory(make.SourcedFactory):
    region = factory.SubFactory(make.RegionFactory)
    agency_town = "Nancy"
    court = "tribunal administratif de Nancy"
    period = factory.LazyFunction(lambda: period(date(2016, 1, 1)))

    class Meta:
        model = AppealCourt


class SignatoryFactory(make.SourcedFactory):
    """The head of the agency, a woman; trait `delegate` signs for her."""

    region = factory.SubFactory(make.RegionFactory)
    civility = Civility.MRS
    first_name = "Christelle"
    last_name = "Ratignier"
    function = "La directrice générale"
    period = factory.LazyFunction(lambda: period(date(2026, 1, 1)))

    class Meta:
        model = Signatory

    class Params:
        delegate = factory.Trait(
            first_name="Paul",
            last_name="Weber",
            civility=Civility.MR,
            function="Le directeur de la démocratie en santé",
            delegation_reference="la décision n° 2026-12 du 5 janvier 2026 portant délégation de signature",
        )


class OrderTemplateFactory(make.SourcedFactory):
    code = factory.Sequence(lambda n: f"modele-{n}")
    name = "Commission des usagers"
    kind = OrderKind.INDIVIDUAL
    authority = "DG_ARS"
    period = factory.LazyFunction(lambda: period(date(2016, 6, 4)))
    title = "portant désignation des représentants des usagers à {instance}, {commune}"
    author_line = "{auteur},"
    visas = (
        "Vu le code de la santé publique, notamment ses articles L. 1112-3 et R. 1112-79 à R. 1112-94 ;\n"
        "[delegation] Vu {delegation} ;\nVu l’agrément {agrement} ;\nVu la proposition {proposition}"
    )
    articles = factory.LazyFunction(
        lambda: [
            {"title": "Désignation", "text": "Sont désignées\u00a0:", "table": "designations"},
            {"title": "Fins", "text": "[fins] Il est mis fin aux mandats suivants\u00a0:", "table": "ends"},
            {"title": "Durée", "text": "[duree] La durée du mandat est de {duree} à compter du {date_effet}."},
            {"title": "Exécution", "text": "{la_direction_majuscule} de {agence} {est_charge} de l’exécution du présent arrêté."},
        ]
    )
    appeal = "Recours dans un délai de {delai_recours} devant le {tribunal}."

    class Meta:
        model = OrderTemplate


def setting(region) -> None:
    """Give what an order needs beyond its lines: the court and the delay."""
    if not AppealCourt.objects.filter(region=region).exists():
        AppealCourtFactory(region=region)
    Parameter.objects.get_or_create(code="order-appeal-months", defaults={"label": "délai", "value": 2, "period": period(None), **SOURCE})


SOURCE = {"source": "jeu d’essai", "source_date": date(2026, 1, 1)}


def commission(**facility):
    """Return a users' commission with its four empty seats and its rule."""
    body = make.BodyFactory(facility=make.FacilityFactory(**facility), seated=True)
    if not body.body_type.rules.exists():
        make.BodyTypeRuleFactory(body_type=body.body_type)
    return body


def accredited():
    """Return an association with a national accreditation."""
    return make.AccreditationFactory().association


def seat_of(body, quality=SeatQuality.TITULAR, rank=1) -> Seat:
    return body.seats.get(quality=quality, rank=rank)


def draft(body=None, *, people=1, by=None, template=None, effective_on=EFFECTIVE, department=None, **more) -> DesignationOrder:
    """Return a whole draft that designates `people` newcomers on the seats of `body`, proposed by accredited associations."""
    body = body or commission(**({"department": department} if department else {}))
    setting(body.region)
    if not Signatory.objects.filter(region=body.region).exists():
        SignatoryFactory(region=body.region)
    seats = list(body.seats.order_by("-quality", "rank"))[:people]
    requests = [
        LineRequest(
            seat=seat,
            person=make.PersonFactory(civility=Civility.MRS),
            association=accredited(),
            proposed_on=date(2026, 10, 3),
        )
        for seat in seats
    ]
    template = template or OrderTemplateFactory()
    return draft_order(
        region=body.region,
        kind=more.pop("kind", template.kind),
        template=template,
        lines=more.pop("lines", requests),
        by=by or make.user_with_role("ars_region", territory=body.region),
        today=TODAY,
        effective_on=effective_on,
        **more,
    )


def agent(order):
    """Return an agent who prepares orders in the region of `order`."""
    return make.user_with_role("ars_region", territory=order.region)


def signer(order):
    """Return an account that signs in the region of `order`."""
    return make.user_with_role("ars_signatory", territory=order.region)


def prepared(order=None, **kwargs) -> DesignationOrder:
    """Return an order submitted to the signature."""
    order = order or draft(**kwargs)
    return actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)


def signed(order=None, **kwargs) -> DesignationOrder:
    """Return a signed order."""
    order = prepared(order, **kwargs)
    return actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)


def with_copy(order) -> DesignationOrder:
    """Attach a scan of one empty page to a signed order."""
    return actions.attach_signed_copy(order=order, upload=ContentFile(PDF, name="scan.pdf"), by=agent(order))
