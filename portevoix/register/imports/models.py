"""Import runs, what they changed, the columns they recognised, and the doubts they left."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import BodyType, Person, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.register.imports.enums import ChangeKind, Decision, DoubtKind, Phase, RunState, Work
from portevoix.register.mandates.models import Mandate

RUN_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=True,
    retention="12 mois après l’application ou l’abandon (à valider avec le DPO)",
    anonymise="le classeur déposé et le rapport sont effacés\u00a0; il reste les comptes, la date et l’auteur",
)


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "ImportRunQuerySet":
        """Runs of the regions of the scope: a run touches a whole region."""
        scope = scope_of(viewer)
        return self if scope.everything else self.filter(region__code__in=scope.regions)


class ImportRun(models.Model):
    """One workbook, from its deposit to its undoing. `state` changes by `workflow.IMPORT_RUN` only.

    `report` is the report JSON of the last check or of the application. `mapping` says which column holds what when a human
    corrected it. `history_context` is the context of the row history under which the run wrote: it tells its changes from later ones.
    """

    state = models.CharField("état", max_length=10, choices=RunState.choices, default=RunState.UPLOADED, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    file = models.ForeignKey(StoredFile, verbose_name="classeur", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField("nom du fichier", max_length=200)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.PROTECT, related_name="+")
    source_date = models.DateField("date des faits", help_text="le jour du dépôt")
    mapping = models.JSONField("colonnes", default=dict, blank=True)
    report = models.JSONField("rapport", default=dict, blank=True)
    fingerprint = models.CharField("empreinte de la vérification", max_length=64, blank=True)
    history_context = models.UUIDField("contexte d’historique", null=True, blank=True)
    uploaded_at = models.DateTimeField("déposé le", db_default=Now(), editable=False)
    uploaded_by = actor_field("déposé par")
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True)
    checked_by = actor_field("vérifié par")
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = actor_field("appliqué par")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_by = actor_field("annulé par")

    objects = ImportRunQuerySet.as_manager()
    privacy = RUN_PRIVACY

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        indexes = [models.Index(fields=["region", "-uploaded_at"], name="import_recent")]
        constraints = [
            dated_act("checked", name="import_checked_act"),
            dated_act("applied", name="import_applied_act"),
            dated_act("undone", name="import_undone_act"),
            models.CheckConstraint(
                condition=Q(state=RunState.APPLIED, applied_at__isnull=False)
                | Q(state=RunState.UNDONE, applied_at__isnull=False, undone_at__isnull=False)
                | Q(state__in=[RunState.UPLOADED, RunState.CHECKED, RunState.FAILED], applied_at__isnull=True),
                name="import_state_dated",
                violation_error_message="Un import appliqué ou annulé a la date de cet acte.",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(region=self.region.code)


class RunProgress(models.Model):
    """What the background job does now. Written on a connection of its own, so that it shows while the job's transaction is open.

    A heart that has not beaten for a while means a killed process: nothing was written, the work can be asked again.
    """

    run = models.OneToOneField(ImportRun, verbose_name="import", on_delete=models.CASCADE, primary_key=True, related_name="progress")
    work = models.CharField("travail", max_length=6, choices=Work.choices, blank=True)
    phase = models.CharField("étape", max_length=10, choices=Phase.choices, default=Phase.WAITING)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    heartbeat = models.DateTimeField("dernier signe de vie", db_default=Now())
    refusal = models.TextField("refus", blank=True, help_text="phrase montrée quand le dernier travail n’a pas abouti")

    privacy = Privacy(owner="administration de la plateforme", personal=False, retention="celle de l’import")

    class Meta:
        verbose_name = "avancement d’import"
        verbose_name_plural = "avancements d’import"

    def __str__(self) -> str:
        return f"{self.get_phase_display()} {self.done}/{self.total}"


class ImportedChange(models.Model):
    """One row of the register that a run created or completed, with the values from before: what the undoing needs."""

    run = models.ForeignKey(ImportRun, verbose_name="import", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("nature", max_length=8, choices=ChangeKind.choices)
    table = models.CharField("table", max_length=60, help_text="par exemple mandates.mandate")
    row_id = models.BigIntegerField("numéro de ligne")
    before = models.JSONField("valeurs précédentes", default=dict, blank=True)
    sheet = models.CharField("feuille", max_length=120, blank=True)
    row = models.PositiveIntegerField("ligne du classeur", null=True, blank=True)

    privacy = RUN_PRIVACY

    class Meta:
        verbose_name = "changement importé"
        verbose_name_plural = "changements importés"
        constraints = [
            models.UniqueConstraint(
                "run", "table", "row_id", name="imported_change_once", violation_error_message="Ce changement est déjà noté."
            )
        ]
        indexes = [models.Index(fields=["table", "row_id"], name="imported_change_row")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}\u00a0: {self.table} {self.row_id}"


class ColumnMapping(models.Model):
    """The columns that a human corrected, remembered for the workbooks with the same titles."""

    signature = models.CharField("titres", max_length=64, unique=True)
    columns = models.JSONField("colonnes")
    corrected_at = models.DateTimeField("corrigé le", db_default=Now())
    corrected_by = actor_field("corrigé par")

    privacy = Privacy(
        owner="agence régionale de santé", personal=False, retention="sans limite\u00a0: ne contient que des titres de colonnes"
    )

    class Meta:
        verbose_name = "colonnes reconnues"
        verbose_name_plural = "colonnes reconnues"

    def __str__(self) -> str:
        return f"colonnes {self.signature[:8]}"


class DoubtQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "DoubtQuerySet":
        """Doubts left by the runs of the regions of the scope."""
        scope = scope_of(viewer)
        return self if scope.everything else self.filter(run__region__code__in=scope.regions)

    def waiting(self) -> "DoubtQuerySet":
        """Doubts without an answer, or put off."""
        return self.filter(decision__in=[Decision.OPEN, Decision.LATER])


class Doubt(models.Model):
    """A question that a run leaves to a human: are these two the same person; is this seat vacant although somebody sits on it.

    `evidence` lists what speaks for and against, as sentences without names (the pages show the two rows side by side).
    """

    run = models.ForeignKey(ImportRun, verbose_name="import", on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField("question", max_length=8, choices=DoubtKind.choices)
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Person, verbose_name="autre personne", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.JSONField("indices", default=list)
    sheet = models.CharField("feuille", max_length=120, blank=True)
    row = models.PositiveIntegerField("ligne du classeur", null=True, blank=True)
    decision = models.CharField("réponse", max_length=9, choices=Decision.choices, default=Decision.OPEN, blank=True)
    decided_at = models.DateTimeField("répondu le", null=True, blank=True)
    decided_by = actor_field("répondu par")

    objects = DoubtQuerySet.as_manager()
    person_merge = {"person": "stay", "other": "stay"}  # the question is about the two records
    privacy = RUN_PRIVACY

    class Meta:
        verbose_name = "doute"
        verbose_name_plural = "doutes"
        constraints = [
            dated_act("decided", name="doubt_decided_act"),
            models.CheckConstraint(
                condition=Q(kind=DoubtKind.PEOPLE, person__isnull=False, other__isnull=False, mandate__isnull=True)
                & Q(person__lt=F("other"))
                | Q(kind=DoubtKind.VACANCY, person__isnull=True, other__isnull=True, mandate__isnull=False),
                name="doubt_pair_or_mandate",
                violation_error_message="Un doute porte sur deux personnes, ou sur un mandat.",
            ),
            models.UniqueConstraint("person", "other", name="doubt_pair_once", violation_error_message="Ce doute est déjà dans la file."),
            models.UniqueConstraint("mandate", name="doubt_mandate_once", violation_error_message="Ce doute est déjà dans la file."),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN, decided_at__isnull=True) | (~Q(decision=Decision.OPEN) & Q(decided_at__isnull=False)),
                name="doubt_decision_dated",
                violation_error_message="Une réponse a sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"doute {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.run.scope_keys
