"""The catalogue: what is taught, in which years."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from portevoix.base.audit.history import track
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.training.models.base import CATALOGUE_PRIVACY


class CourseFamily(models.Model):
    """A family of the catalogue (dossier §4.2), in the order in which it is shown."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("famille", max_length=120)
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "famille de formations"
        verbose_name_plural = "familles de formations"

    def __str__(self) -> str:
        return self.name


class CourseQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "CourseQuerySet":
        """Courses of the regions of the scope: those that whoever runs the training there may correct."""
        scope = scope_of(viewer)
        return self if scope.everything else self.filter(region__code__in=scope.regions)


@track(exclude=("sort_key",))
class Course(models.Model):
    """One course. `offered`: the period during which it is in the catalogue; the catalogue of a year is what meets that year.

    is_basic: following it fulfils the duty of a first designation (L. 1114-1 CSP). half_days: how many it lasts; hours: in all.
    region: empty for a course of the national catalogue.
    """

    code = models.SlugField("code", max_length=40, unique=True)
    family = models.ForeignKey(CourseFamily, verbose_name="famille", on_delete=models.PROTECT, related_name="courses")
    title = models.CharField("titre", max_length=160)
    objectives = models.TextField("objectifs", max_length=2000, help_text="un objectif par ligne")
    programme = models.TextField("programme", max_length=3000, blank=True)
    audience = models.CharField("public", max_length=300)
    prerequisites = models.CharField("prérequis", max_length=300, blank=True)
    hours = models.DecimalField("durée, en heures", max_digits=4, decimal_places=1)
    half_days = models.PositiveSmallIntegerField("demi-journées", default=2)
    provider = models.CharField("organisme", max_length=160, default="France Assos Santé")
    provider_number = models.CharField("numéro de déclaration d’activité", max_length=20, blank=True)
    is_basic = models.BooleanField("formation de base obligatoire", default=False)
    body_types = models.ManyToManyField(BodyType, verbose_name="instances concernées", blank=True, related_name="courses")
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered = DateRangeField("au catalogue")
    source = models.CharField("source", max_length=200)
    source_date = models.DateField("date de la source")
    sort_key = sort_key_field("title")

    objects = CourseQuerySet.as_manager()
    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, half_days__gte=1),
                name="course_lasts",
                violation_error_message="Une formation dure au moins une demi-journée et un quart d’heure.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(region=self.region.code if self.region else None)
