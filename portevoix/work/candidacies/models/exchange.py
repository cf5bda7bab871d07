"""Files of candidacies exported by Démarche Numérique and laid down in a call."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.candidacies.models.calls import Call


class ExchangeImportQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "ExchangeImportQuerySet":
        """Imports of the calls of the regions of the scope: whoever examines lays tables down."""
        scope = scope_of(viewer)
        return self if scope.everything else self.filter(call__region__code__in=scope.regions)


class ExchangeImport(models.Model):
    """One table of candidacies, from its deposit to its undoing. Its file is erased once it is applied.

    signature: of the titles; mapping: number of the column → what it holds, remembered for the next file with the same titles.
    created: numbers of the candidacies that it brought. counts: lines of each kind when it was applied.
    """

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.CASCADE, related_name="exchange_imports")
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField("nom du fichier", max_length=200)
    signature = models.CharField("empreinte des titres", max_length=64)
    mapping = models.JSONField("colonnes", default=dict, blank=True)
    counts = models.JSONField("comptes", default=dict, blank=True)
    created = ArrayField(models.BigIntegerField(), verbose_name="dossiers créés", default=list, blank=True)
    uploaded_at = models.DateTimeField("déposé le", db_default=Now(), editable=False)
    uploaded_by = actor_field("déposé par")
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = actor_field("appliqué par")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_by = actor_field("annulé par")

    objects = ExchangeImportQuerySet.as_manager()
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="le fichier est effacé dès que ses dossiers sont créés\u00a0; non appliqué\u00a0: 1 mois (à valider avec le DPO)",
        anonymise="le fichier est supprimé\u00a0; il reste les comptes, la date et l’auteur",
    )

    class Meta:
        verbose_name = "import de candidatures"
        verbose_name_plural = "imports de candidatures"
        indexes = [models.Index(fields=["signature", "-uploaded_at"], name="exchange_same_titles")]
        constraints = [
            dated_act("applied", name="exchange_applied_act"),
            dated_act("undone", name="exchange_undone_act"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="exchange_applied_before_undone",
                violation_error_message="Un import s’annule après avoir été appliqué.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.call.scope_keys
