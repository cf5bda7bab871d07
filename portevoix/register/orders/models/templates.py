"""The dated texts of the orders, the courts before which they are contested, those who sign."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from portevoix.base.audit.history import track
from portevoix.base.core.privacy import Privacy
from portevoix.register.directory.enums import Authority, Civility
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.territories import PUBLIC_REFERENCE
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.register.orders.enums import OrderKind


@track()
class OrderTemplate(Sourced):
    """The text of an order during a period, with its blanks (`base.core.text_templates`); a change is a new row.

    visas, considerants: one a line. articles: a list of {"title", "text"}. region empty: any region without its own.
    to_verify: the legal service of the agency has not validated it yet.
    """

    code = models.SlugField("code", max_length=60)
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=12, choices=OrderKind.choices)
    authority = models.CharField("autorité", max_length=24, choices=Authority.choices)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body_types = models.ManyToManyField(BodyType, verbose_name="types d’instance", blank=True, related_name="+")
    period = DateRangeField("période")
    title = models.TextField("titre")
    author_line = models.TextField("auteur de l’acte")
    visas = models.TextField("visas", help_text="un par ligne")
    considerants = models.TextField("considérants", blank=True, help_text="un par ligne")
    articles = models.JSONField("articles", default=list)
    appeal = models.TextField("voies et délais de recours")
    to_verify = models.BooleanField("à vérifier par le service juridique", default=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "modèle d’arrêté"
        verbose_name_plural = "modèles d’arrêté"
        constraints = [
            ExclusionConstraint(
                name="order_template_one_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ce modèle a déjà un texte pendant cette période.",
            ),
            ExclusionConstraint(
                name="order_template_one_for_all",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(region__isnull=True),
                violation_error_message="Ce modèle a déjà un texte pendant cette période.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_keys(self) -> ScopeKeys:
        """The text of a region lies there; the common one, nowhere in particular."""
        return ScopeKeys(region=self.region.code if self.region else None)


@track()
class AppealCourt(Sourced):
    """Where an order of the agency of a region is contested, and the town where the agency signs, during a period.

    The court is that of the seat of the authority (art. R. 312-1 CJA).
    """

    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    agency_town = models.CharField("siège de l’agence", max_length=80)
    court = models.CharField("tribunal administratif", max_length=120, help_text="par exemple «\u00a0tribunal administratif de Metz\u00a0»")
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "tribunal compétent"
        verbose_name_plural = "tribunaux compétents"
        constraints = [
            ExclusionConstraint(
                name="appeal_court_one_at_a_time",
                expressions=[("region", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Cette région a déjà un tribunal compétent pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return self.court


class SignatoryQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "SignatoryQuerySet":
        """Signatories of the regions of the scope."""
        scope = scope_of(viewer)
        return self if scope.everything else self.filter(region__code__in=scope.regions)

    def in_office(self, day) -> "SignatoryQuerySet":
        """Those who may sign on `day`."""
        return self.filter(period__contains=day)


@track()
class Signatory(Sourced):
    """Somebody who may sign for an authority during a period: in office, or by a delegation whose reference the visas give."""

    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="signatories")
    authority = models.CharField("autorité", max_length=24, choices=Authority.choices, default=Authority.AGENCY)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    civility = models.CharField("civilité", max_length=4, choices=Civility.choices, default=Civility.NONE, blank=True)
    first_name = models.CharField("prénom", max_length=100)
    last_name = models.CharField("nom", max_length=100)
    function = models.CharField("qualité", max_length=200, help_text="accordée, par exemple « La directrice générale »")
    delegation_reference = models.CharField("délégation de signature", max_length=300, blank=True)
    period = DateRangeField("période")

    objects = SignatoryQuerySet.as_manager()
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="comme les arrêtés signés",
        anonymise="la signature d’un acte public est conservée",
    )

    class Meta:
        verbose_name = "signataire"
        verbose_name_plural = "signataires"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(region=self.region.code)
