"""« Droits » and « Journal »: who may what, and who did what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portevoix.base.accounts.models import User
from portevoix.base.accounts.selectors import has_second_factor
from portevoix.base.audit.selectors import entries, page_of_entries
from portevoix.base.ui.errors import BadInput
from portevoix.front.workspace import journal_words
from portevoix.front.workspace.forms.administration import GrantForm, JournalFilter, RevokeForm, RightsFilter, TargetSearch
from portevoix.register.access import actions, selectors
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import LABELS, ROLES, Permission, ScopeKind
from portevoix.register.access.views import ScopedActionView, ScopedView, page

PAGE_SIZE = 50
TARGET_LABELS = {
    ScopeKind.REGION: "Région",
    ScopeKind.DEPARTMENT: "Département",
    ScopeKind.ASSOCIATION: "Association",
    ScopeKind.FACILITY: "Établissement",
    ScopeKind.PERSON: "Personne",
}
SEARCHED = {ScopeKind.ASSOCIATION, ScopeKind.FACILITY, ScopeKind.PERSON}


class RightsView(ScopedView):
    """Everybody's rights."""

    permission = Permission.ROLE_MANAGE
    template_name = "workspace/administration/rights.html"

    def get_context_data(self, **kwargs):
        filters = RightsFilter(self.request.GET)
        if not filters.is_valid():
            raise BadInput("Ce filtre n’existe pas.", hint="Choisissez un rôle et un état dans les listes.")
        chosen = filters.cleaned_data
        rows = selectors.rights(today=timezone.localdate(), ended=chosen["etat"] == "termines", text=chosen["q"], role=chosen["role"])
        shown = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        lines = [{"right": row, "role": selectors.role_name(row), "place": selectors.place_of(row)} for row in shown.object_list]
        return super().get_context_data(filters=filters, page=shown, lines=lines, **kwargs)


class RolesView(ScopedView):
    """First step of giving a right: which role."""

    permission = Permission.ROLE_MANAGE
    template_name = "workspace/administration/roles.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(roles=ROLES.values(), **kwargs)


class GrantView(ScopedActionView):
    """Second step: to whom, on what, from when to when."""

    permission = Permission.ROLE_MANAGE
    form_class = GrantForm
    template_name = "workspace/administration/grant.html"
    success_message = "Le droit est donné. Prévenez la personne\u00a0: elle se connecte avec son adresse électronique."

    def role(self):
        """Return the role of the address; 404 for a code that is none."""
        role = ROLES.get(self.kwargs["code"])
        if role is None:
            raise Http404
        return role

    def get_form_kwargs(self):
        role = self.role()
        if self.request.method == "POST" and role.scope_kind in SEARCHED:
            chosen = self.request.POST.get("target", "")
            targets = selectors.targets_of(role).filter(pk=int(chosen) if chosen.isdecimal() else 0)
        else:
            targets = selectors.targets_for(role, text=self.request.GET.get("cherche", ""))
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {"first": timezone.localdate()}
        return kwargs | {"targets": targets, "target_label": TARGET_LABELS.get(role.scope_kind, ""), "today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        role = self.role()
        search = TargetSearch(initial={"role": role.code, "cherche": self.request.GET.get("cherche", "")})
        acts = [LABELS[permission] for permission in Permission if permission in role.permissions]
        return super().get_context_data(role=role, acts=acts, searched=role.scope_kind in SEARCHED, search=search, **kwargs)

    def perform(self, data):
        actions.grant(role=self.role().code, by=self.request.user, **data)

    def get_success_url(self):
        return reverse("workspace:roles")


class RevokeView(ScopedActionView):
    """Take a right away."""

    permission = Permission.ROLE_MANAGE
    model = RoleAssignment
    reference = True
    context_object_name = "right"
    form_class = RevokeForm
    template_name = "workspace/administration/revoke.html"
    success_message = "Le droit est retiré."

    def get_context_data(self, **kwargs):
        return super().get_context_data(role=selectors.role_name(self.object), place=selectors.place_of(self.object), **kwargs)

    def perform(self, data):
        actions.revoke(assignment=self.object, by=self.request.user, today=timezone.localdate(), reason=data["reason"])

    def get_success_url(self):
        return reverse("workspace:roles")


class AccountView(ScopedView):
    """One account: its rights, what protects it, and what an administrator may do for it."""

    permission = Permission.ROLE_MANAGE
    model = User
    reference = True
    context_object_name = "account"
    template_name = "workspace/administration/account.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        rows = selectors.rights_of(self.object)
        lines = [
            {"right": row, "role": selectors.role_name(row), "place": selectors.place_of(row), "over": selectors.is_over(row, today=today)}
            for row in rows
        ]
        return super().get_context_data(lines=lines, protected=has_second_factor(self.object), **kwargs)


class AccountActView(ScopedView):
    """One button of the account page: the address says which."""

    abstract = True
    http_method_names = ("post",)
    permission = Permission.ROLE_MANAGE
    model = User
    reference = True
    action = None
    done = ""

    def post(self, request, *args, **kwargs):
        try:
            type(self).action(user=self.object, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("workspace:account", pk=self.object.pk)


class CloseAccountView(AccountActView):
    action = staticmethod(actions.close)
    done = "Le compte est fermé. Ses sessions sont terminées."


class ReopenAccountView(AccountActView):
    action = staticmethod(actions.reopen)
    done = "Le compte est rouvert."


class RemoveProofsView(AccountActView):
    action = staticmethod(actions.remove_proofs)
    done = "Les preuves sont retirées. La personne en ajoutera de nouvelles à sa prochaine connexion."


@page(permission=Permission.AUDIT_VIEW)
@require_safe
def journal(request):
    """Who did what, latest first."""
    filters = JournalFilter(request.GET, actions=journal_words.SUBJECTS, today=timezone.localdate())
    before = request.GET.get("avant", "")
    if not filters.is_valid() or (before and not before.isdecimal()):
        raise BadInput("Ce filtre ne peut pas être lu.", hint="Écrivez les dates ainsi\u00a0: 1er septembre 2026.")
    chosen = filters.cleaned_data
    actor = selectors.account_number(chosen["compte"]) if chosen["compte"] else None
    rows = entries(actor=actor, action=chosen["action"], first=chosen["du"], last=chosen["jusqu"], before=int(before) if before else None)
    found, older = page_of_entries(rows)
    names = selectors.account_names({entry.actor_id for entry in found if entry.actor_id})
    lines = [
        {
            "entry": entry,
            "who": names.get(entry.actor_id) or entry.actor or f"compte n°\u00a0{entry.actor_id}",
            "act": journal_words.act_words(entry),
            "thing": journal_words.thing_words(entry),
            "data": journal_words.data_words(entry),
        }
        for entry in found
    ]
    return render(request, "workspace/administration/journal.html", {"filters": filters, "lines": lines, "older": older})
