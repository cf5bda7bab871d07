"""Examination of the candidacies: clock, pieces asked, opinions, checks set aside, assignment proposals."""

from django.db import models
from django.db.models.functions import Now

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.enums import AssessmentSide, AssessmentValue, CandidacyState, ProposalStatus
from portevoix.work.candidacies.models.base import CALL_PRIVACY, CANDIDACY_PRIVACY
from portevoix.work.candidacies.models.calls import Call
from portevoix.work.candidacies.models.candidacies import Candidacy, Wish


class Passage(models.Model):
    """A candidacy entered a state: who holds the file, since when. It ends where the next one begins."""

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="passages")
    state = models.CharField("état", max_length=16, choices=CandidacyState.choices)
    entered_at = models.DateTimeField("depuis le", db_default=Now())
    entered_by = actor_field("par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"
        indexes = [models.Index(fields=["candidacy", "entered_at"], name="passage_order")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.entered_at:%Y-%m-%d}"


class PieceRequest(models.Model):
    """What the agency asked for, until when, and when it came."""

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="piece_requests")
    items = models.TextField("ce qui manque", max_length=1500)
    due_on = models.DateField("à fournir avant le")
    asked_at = models.DateTimeField("demandé le", db_default=Now(), editable=False)
    asked_by = actor_field("demandé par")
    answered_at = models.DateTimeField("fourni le", null=True, blank=True)
    answered_by = actor_field("fourni par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "demande de pièces"
        verbose_name_plural = "demandes de pièces"
        constraints = [dated_act("answered", name="piece_request_answered_act")]

    def __str__(self) -> str:
        return f"demande {self.pk}"


class Assessment(models.Model):
    """The opinion (avis) on a candidacy, seen on the board; it does not decide."""

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="assessments")
    side = models.CharField("avis de", max_length=12, choices=AssessmentSide.choices, default=AssessmentSide.DELEGATION)
    value = models.CharField("avis", max_length=12, choices=AssessmentValue.choices)
    comment = models.TextField("commentaire", max_length=1000, blank=True)
    given_at = models.DateTimeField("donné le", db_default=Now())
    given_by = actor_field("donné par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        constraints = [
            models.UniqueConstraint("candidacy", "side", name="assessment_once", violation_error_message="Cet avis est déjà donné.")
        ]

    def __str__(self) -> str:
        return self.get_value_display()


class CheckWaiver(models.Model):
    """An agent sets aside a check that blocks, with a reason."""

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField("vérification", max_length=40)
    reason = models.TextField("motif", max_length=500)
    given_at = models.DateTimeField("écartée le", db_default=Now())
    given_by = actor_field("écartée par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "vérification écartée"
        verbose_name_plural = "vérifications écartées"
        constraints = [
            models.UniqueConstraint("candidacy", "code", name="waiver_once", violation_error_message="Cette vérification est déjà écartée.")
        ]

    def __str__(self) -> str:
        return self.code


class AssignmentProposal(models.Model):
    """What the solver proposed for a call, with the weights that it used. It decides nothing (RGPD art. 22).

    data_digest: of what the proposal depends on; another digest later means that it is out of date. bound: what no assignment can
    exceed. prices: dual prices, which make the explanations fast.
    """

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.CASCADE, related_name="proposals")
    weights = models.JSONField("poids", default=dict)
    status = models.CharField("résultat", max_length=8, choices=ProposalStatus.choices)
    objective = models.BigIntegerField("total de points")
    bound = models.BigIntegerField("total au plus", default=0)
    prices = models.JSONField("prix", default=dict)
    data_digest = models.CharField("empreinte des données", max_length=64)
    computed_at = models.DateTimeField("calculée le", db_default=Now())
    computed_by = actor_field("demandée par")

    privacy = CALL_PRIVACY

    class Meta:
        verbose_name = "proposition d’affectation"
        verbose_name_plural = "propositions d’affectation"

    def __str__(self) -> str:
        return f"proposition {self.pk}"


class ProposalLine(models.Model):
    """A wish on a seat, as proposed, with its points and its reasons: a list of {"criterion", "points", "sentence"}.

    rivals: how many others asked for the seat. least_loss: what the whole loses at least with any of them.
    """

    proposal = models.ForeignKey(AssignmentProposal, verbose_name="proposition", on_delete=models.CASCADE, related_name="lines")
    wish = models.ForeignKey(Wish, verbose_name="vœu", on_delete=models.CASCADE, related_name="proposal_lines")
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.CASCADE, related_name="+")
    points = models.BigIntegerField("points")
    reasons = models.JSONField("raisons", default=list)
    rivals = models.PositiveIntegerField("autres demandes", default=0)
    least_loss = models.BigIntegerField("perte au moins", null=True, blank=True)

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "ligne de proposition"
        verbose_name_plural = "lignes de proposition"
        constraints = [
            models.UniqueConstraint("proposal", "seat", name="proposal_seat_once", violation_error_message="Ce siège est déjà proposé."),
            models.UniqueConstraint("proposal", "wish", name="proposal_wish_once", violation_error_message="Ce vœu est déjà proposé."),
        ]

    def __str__(self) -> str:
        return f"ligne {self.pk}"
