"""Acts on an association: its record, its accreditations, its sections, its other names."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import first_day, last_day
from portevoix.front.workspace import selectors
from portevoix.front.workspace.actions import SOURCE
from portevoix.front.workspace.forms.mandates import ExplanationForm, LostMandatesForm
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.actions import accreditations, associations
from portevoix.register.directory.forms.associations import (
    AccreditationForm,
    AliasForm,
    AssociationForm,
    RenamingForm,
    RenewalFiledForm,
    RenewalForm,
    SectionForm,
    WithdrawalForm,
)
from portevoix.register.directory.models import Accreditation, Association
from portevoix.register.mandates.actions.accreditation_loss import close_after_loss, counted
from portevoix.register.mandates.selectors.associations import mandates_to_close


class AssociationActView(ActView):
    """An act on one association, or on one of its accreditations; leads back to the association."""

    abstract = True
    permission = Permission.ASSOCIATION_MANAGE
    model = Association

    def get_rows(self):
        return super().get_rows().select_related("parent", "department")

    @property
    def association(self) -> Association:
        return self.object

    def back(self):
        return reverse("workspace:association", args=[self.association.pk])

    def trail(self):
        return [("Associations", reverse("workspace:associations")), (self.association.name, self.back())]


class CreateAssociationView(ActView):
    """Add an association that the register does not hold."""

    permission = Permission.ASSOCIATION_MANAGE
    form_class = AssociationForm
    title = "Ajouter une association"
    button = "Ajouter l’association"
    success_message = "L’association est dans le registre. Enregistrez maintenant son agrément."

    def back(self):
        return reverse("workspace:associations")

    def trail(self):
        return [("Associations", self.back())]

    def warnings(self):
        return ["Cherchez d’abord dans la liste, aussi par le sigle. La section d’une fédération s’ajoute depuis la page de la fédération."]

    def perform(self, data):
        return associations.record_association(by=self.request.user, **data)

    def get_success_url(self):
        return reverse("workspace:association", args=[self.result.pk])


class CorrectAssociationView(AssociationActView):
    """Correct a spelling or a contact."""

    form_class = AssociationForm
    title = "Corriger la fiche"
    button = "Corriger la fiche"
    success_message = "La fiche est corrigée."

    def get_initial(self):
        return {name: getattr(self.object, name) for name in AssociationForm.base_fields}

    def warnings(self):
        return ["L’association a changé de nom\u00a0? Utilisez «\u00a0Renommer\u00a0»\u00a0: l’ancien nom reste reconnu par les imports."]

    def act(self, data):
        return associations.correct_association(association=self.object, by=self.request.user, **data)


class RenameAssociationView(AssociationActView):
    """Give its new name to an association that changed it."""

    form_class = RenamingForm
    title = "Renommer l’association"
    button = "Renommer l’association"
    success_message = "Le nouveau nom est enregistré. L’ancien reste reconnu par les imports et la recherche."

    def facts(self):
        return [("Nom actuel", self.object.name)]

    def act(self, data):
        return associations.rename_association(association=self.object, by=self.request.user, **data)


class CloseMandatesView(ConfirmedActView):
    """End, together, mandates of an association that lost its accreditation; the agency ticks which."""

    permission = Permission.ASSOCIATION_MANAGE
    model = Association
    form_class = LostMandatesForm
    title = "Mettre fin aux mandats"
    button = "Continuer"
    question = "Mettre fin à ces mandats\u00a0?"

    @cached_property
    def rows(self):
        return mandates_to_close(self.object, scope_for(self.request.user, Permission.MANDATE_MANAGE), at=timezone.localdate())

    def back(self):
        return reverse("workspace:association", args=[self.object.pk])

    def trail(self):
        return [("Associations", reverse("workspace:associations")), (self.object.name, self.back())]

    def warnings(self):
        if not self.rows:
            return ["Aucun mandat ne dépend d’un agrément perdu\u00a0: il n’y a rien à terminer."]
        return ["Les personnes dont l’adresse est connue, et l’association, sont prévenues par courriel dès la confirmation."]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.rows}

    def act(self, data):
        return close_after_loss(
            association=self.object, mandates=data["mandates"], on=data["on"], today=timezone.localdate(), by=self.request.user
        )

    def consequences(self, result, data):
        told = sum(bool(mandate.person.email) for mandate in result)
        return [
            ("Mandats terminés", len(result)),
            ("Dernier jour", date_fr(data["on"])),
            ("Personnes prévenues par courriel", told),
            ("Sans adresse, à prévenir par courrier", len(result) - told),
            *((mandate.body.readable_name, f"{mandate.seat.label}, {mandate.person}") for mandate in result),
        ]

    def get_success_url(self):
        words = counted(len(self.result))
        messages.success(self.request, f"{words} terminé{'s' if len(self.result) > 1 else ''}.")
        return self.back()


class AccreditationActView(AssociationActView):
    """An act on one accreditation: the gate is that of its association."""

    abstract = True
    model = Accreditation

    def get_rows(self):
        return selectors.accreditations_seen(self.request.user)

    def check_permission(self):
        """The accreditation lies where its association lies."""
        accreditation, self.object = self.object, self.object.association
        super().check_permission()
        self.object = accreditation

    @property
    def association(self):
        return self.object.association

    def facts(self):
        row = self.object
        level = f"{row.get_level_display()}, {row.region}" if row.region else row.get_level_display()
        filed = [("Renouvellement déposé", date_fr(row.renewal_filed_on))] if row.renewal_filed_on else []
        return [
            ("Association", row.association.name),
            ("Agrément", f"{level} {row.number}".strip()),
            ("Période", period_fr(first_day(row.period), last_day(row.period))),
            ("État", row.get_status_display()),
            *filed,
        ]


class RecordAccreditationView(AssociationActView):
    """Record an accreditation."""

    form_class = AccreditationForm
    title = "Enregistrer un agrément"
    button = "Enregistrer l’agrément"
    success_message = "L’agrément est enregistré."

    def warnings(self):
        parent = self.object.parent
        return [f"C’est une section\u00a0: l’agrément est porté par {parent.name}, enregistrez-le là."] if parent else []

    def act(self, data):
        return accreditations.record_accreditation(association=self.object, by=self.request.user, **data)


class FileRenewalView(AccreditationActView):
    """Write that a renewal was asked for."""

    form_class = RenewalFiledForm
    title = "Noter le dépôt du renouvellement"
    button = "Noter le dépôt"
    success_message = "Le dépôt du renouvellement est noté."

    def act(self, data):
        return accreditations.file_renewal(accreditation=self.object, by=self.request.user, **data)


class RenewAccreditationView(AccreditationActView):
    """Record a renewal that was granted."""

    form_class = RenewalForm
    title = "Renouveler l’agrément"
    button = "Renouveler l’agrément"
    success_message = "Le renouvellement est enregistré\u00a0: le nouvel agrément suit le précédent."

    def act(self, data):
        return accreditations.renew_accreditation(accreditation=self.object, by=self.request.user, **data)


class WithdrawAccreditationView(ConfirmedActView, AccreditationActView):
    """Withdraw an accreditation; the mandates are left to decide upon."""

    form_class = WithdrawalForm
    title = "Retirer l’agrément"
    question = "Retirer cet agrément\u00a0?"
    button = "Retirer l’agrément"
    success_message = "L’agrément est retiré. Les mandats à examiner sont ci-dessous. Une erreur\u00a0? Utilisez «\u00a0Rétablir\u00a0»."

    def warnings(self):
        return ["Aucun mandat ne se termine tout seul\u00a0: vous déciderez de chacun ensuite."]

    def act(self, data):
        return accreditations.withdraw_accreditation(accreditation=self.object, by=self.request.user, **data)

    def consequences(self, result, data):
        held = selectors.mandates_running(self.association, scope_for(self.request.user, Permission.MANDATE_VIEW), at=data["on"])
        return [
            ("Association", self.association.name),
            ("Premier jour sans agrément", date_fr(data["on"])),
            ("Motif", data["reason"]),
            ("Mandats à examiner", str(held)),
        ]


class RestoreAccreditationView(AccreditationActView):
    """Undo a withdrawal, with a written reason."""

    form_class = ExplanationForm
    title = "Rétablir l’agrément"
    button = "Rétablir l’agrément"
    success_message = "L’agrément est rétabli jusqu’à sa fin d’origine."

    def act(self, data):
        return accreditations.restore_accreditation(accreditation=self.object, by=self.request.user, explanation=data["explanation"])


class AddSectionView(AssociationActView):
    """Add the section of a federation in a department."""

    form_class = SectionForm
    title = "Ajouter une section"
    button = "Ajouter la section"
    success_message = "La section est dans le registre."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"region": selectors.home_region(scope_for(self.request.user, self.permission))}

    def act(self, data):
        return associations.ensure_section(
            federation=self.object, source=SOURCE, source_date=timezone.localdate(), by=self.request.user, **data
        )


class AddAliasView(AssociationActView):
    """Add another way of writing the name, which imports will recognise."""

    form_class = AliasForm
    title = "Ajouter un autre nom"
    button = "Ajouter le nom"
    success_message = "Ce nom est enregistré\u00a0: les imports et la recherche le reconnaissent."

    def act(self, data):
        return associations.add_alias(
            association=self.object, source=SOURCE, source_date=timezone.localdate(), by=self.request.user, **data
        )
