"""« Réunir avec une autre fiche » : search, evidence side by side, confirmation; and taking it back."""

from django.urls import reverse
from django.utils import timezone

from portevoix.front.workspace import selectors
from portevoix.front.workspace.forms.mandates import ExplanationForm
from portevoix.front.workspace.forms.people import PersonSearch, TwinForm
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.directory.models import Person
from portevoix.register.mandates import actions
from portevoix.register.mandates.models import PersonMerge


class MergeView(ConfirmedActView):
    """Make another record and this one the same person; this one is kept."""

    permission = Permission.PERSON_MERGE
    model = Person
    form_class = TwinForm
    template_name = "workspace/people/merge.html"
    confirm_template = "workspace/people/merge_confirm.html"
    title = "Réunir avec une autre fiche"
    question = "Ces deux fiches sont-elles la même personne\u00a0?"
    button = "Réunir les deux fiches"
    success_message = "Les deux fiches sont réunies. Une erreur\u00a0? Utilisez «\u00a0Séparer\u00a0»."

    def back(self):
        return reverse("workspace:person", args=[self.object.pk])

    def trail(self):
        return [("Sièges", reverse("workspace:seats")), (self.object.sorted_name, self.back())]

    def get_form_kwargs(self):
        scope, chosen = scope_for(self.request.user, self.permission), self.request.POST.get("other", "")
        if self.request.method == "POST":
            number = int(chosen) if chosen.isdecimal() and len(chosen) < 15 else 0
            self.found = selectors.people_to_choose(scope, pk=number, without=self.object)
        else:
            asked = self.request.GET.get("cherche", self.object.last_name)[:80]
            self.found = selectors.people_to_choose(scope, text=asked, without=self.object)
        return super().get_form_kwargs() | {"people": [(str(choice.person.pk), choice.words) for choice in self.found]}

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("cherche", self.object.last_name)[:80]
        context = super().get_context_data(search=PersonSearch(initial={"cherche": asked}), asked=asked, **kwargs)
        other = self.found[0].person if self.found and self.request.method == "POST" else None
        return context | {"found": self.found, "evidence": self.evidence(other) if other else None, "other": other}

    def evidence(self, other):
        """Return the two records side by side."""
        scope, today = scope_for(self.request.user, Permission.MANDATE_VIEW), timezone.localdate()
        contact = can(self.request.user, Permission.PERSON_CONTACT_VIEW, self.object)
        return selectors.side_by_side(self.object, other, scope, at=today, contact=contact)

    def act(self, data):
        return actions.merge_people(kept=self.object, absorbed=self.found[0].person, by=self.request.user)

    def consequences(self, result, data):
        return []


class UnmergeView(ActView):
    """Take a merge back, with a written reason."""

    permission = Permission.PERSON_MERGE
    model = PersonMerge
    form_class = ExplanationForm
    title = "Séparer deux fiches réunies"
    button = "Séparer les deux fiches"
    success_message = "Les deux fiches sont séparées\u00a0: chacune a retrouvé ses mandats."

    def get_rows(self):
        return selectors.merges_seen(self.request.user)

    def check_permission(self):
        """A merge lies where the record that was kept lies."""
        merge, self.object = self.object, self.object.kept
        super().check_permission()
        self.object = merge

    def back(self):
        return reverse("workspace:person", args=[self.object.kept_id])

    def trail(self):
        return [("Sièges", reverse("workspace:seats")), (self.object.kept.sorted_name, self.back())]

    def facts(self):
        merge = self.object
        return [("Fiche gardée", merge.kept.sorted_name), ("Fiche réunie", f"{merge.absorbed.sorted_name}, {merge.absorbed.source}")]

    def warnings(self):
        return ["Les mandats enregistrés depuis la réunion restent sur la fiche gardée\u00a0: déplacez-les ensuite si besoin."]

    def act(self, data):
        return actions.unmerge_people(merge=self.object, explanation=data["explanation"], by=self.request.user)
