"""People of the directory: those who sit, have sat or may sit."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from portevoix.base.audit.history import track
from portevoix.base.core.privacy import Privacy
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models.associations import Association
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.territories import Commune
from portevoix.register.directory.scope import scope_of

PERSON_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=True,
    retention="mandat + 6 mois pour les coordonnées, mandat + 10 ans pour l’identité (à valider avec le DPO)",
    anonymise="nom, prénom et coordonnées remplacés, dans l’historique aussi ; les mandats restent",
)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PersonQuerySet":
        """People who sit or have sat in a body of the scope, who sit for an association of the scope, and oneself.

        `mandates` is the reverse name of `mandates.Mandate.person`: a lookup, not an import.
        """
        scope = scope_of(viewer)
        if scope.everything:
            return self
        inside = Q(mandates__body__department__code__in=scope.departments) | Q(mandates__body__region__code__in=scope.regions)
        inside |= Q(mandates__association__in=scope.associations) | Q(mandates__association__parent__in=scope.associations)
        inside |= Q(mandates__body__facility__in=scope.facilities) | Q(mandates__body__in=scope.bodies)
        return self.filter(Q(pk__in=scope.persons) | Q(pk__in=self.model.objects.filter(inside).values("pk")))

    def current(self) -> "PersonQuerySet":
        """People who have not been merged into another."""
        return self.filter(merged_into__isnull=True)


@track(exclude=("sort_key",))
class Person(Sourced):
    """A person, never a patient: somebody proposed by an association. Published by name only with consent (off by default)."""

    civility = models.CharField("civilité", max_length=4, choices=Civility.choices, default=Civility.NONE, blank=True)
    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    home = models.ForeignKey(
        Commune,
        verbose_name="commune du domicile",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="pour proposer des sièges et des formations près de chez soi ; jamais publiée",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    name_published = models.BooleanField("accord pour publier le nom", default=False)
    association_published = models.BooleanField("accord pour publier l’association", default=False)
    consent_recorded_on = models.DateField("accord recueilli le", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name="réunie avec", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_people"
    )
    sort_key = sort_key_field("last_name", "first_name")

    objects = PersonQuerySet.as_manager()
    privacy = PERSON_PRIVACY

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        indexes = [GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="person_name_trgm")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_itself",
                violation_error_message="Une personne ne peut pas être réunie avec elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(name_published=False, association_published=False) | Q(consent_recorded_on__isnull=False),
                name="person_consent_dated",
                violation_error_message="Indiquez la date à laquelle l’accord de publication a été recueilli.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}".strip()

    @property
    def sorted_name(self) -> str:
        """« WERNERT Odile », for lists in alphabetical order."""
        return f"{self.last_name.upper()} {self.first_name}".strip()

    # Lies where its mandates lie: `can` asks the database.
    scope_keys = None


@track()
class Membership(Sourced):
    """A person belongs to an association during a period: the first condition of a mandate (dossier §0)."""

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="memberships")
    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.PROTECT, related_name="person_memberships")
    period = DateRangeField("période")

    privacy = PERSON_PRIVACY

    class Meta:
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        constraints = [
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("association", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne adhère déjà à cette association pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.association}"
