"""Who has which role, where, from when to when."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.privacy import Privacy
from portevoix.register.directory.models import Association, Facility, Person, Territory

SCOPE_FIELDS = ("territory", "association", "facility", "person")


class RoleAssignmentQuerySet(models.QuerySet):
    def active_at(self, day) -> "RoleAssignmentQuerySet":
        """Assignments whose period contains `day`."""
        return self.filter(period__contains=day)


@track()
class RoleAssignment(models.Model):
    """One role of one account on one scope during one period; `role` is the stable code of `access.permissions.ROLES`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField("rôle", max_length=40)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, null=True, blank=True)
    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.PROTECT, null=True, blank=True)
    facility = models.ForeignKey(Facility, verbose_name="établissement", on_delete=models.PROTECT, null=True, blank=True)
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, null=True, blank=True)
    period = DateRangeField("période")
    granted_at = models.DateTimeField("donné le", db_default=Now())
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="donné par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RoleAssignmentQuerySet.as_manager()
    privacy = Privacy(
        owner="administration de la plateforme",
        personal=True,
        retention="12 mois après la fin du droit (à valider avec le DPO)",
        anonymise="la ligne est supprimée avec le compte",
    )

    class Meta:
        verbose_name = "droit"
        verbose_name_plural = "droits"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *[Q(**{f"{field}__isnull": True}) for field in SCOPE_FIELDS],
                )
                | Q(
                    *[Q(**{f"{other}__isnull": other != field for other in SCOPE_FIELDS}) for field in SCOPE_FIELDS],
                    _connector=Q.OR,
                ),
                name="role_one_scope",
                violation_error_message="Un droit porte sur un seul territoire, association, établissement ou personne.",
            ),
            models.UniqueConstraint(
                "user",
                "role",
                "territory",
                "association",
                "facility",
                "person",
                "period",
                name="role_once",
                nulls_distinct=False,
                violation_error_message="Ce compte a déjà ce droit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.user_id}"
