"""« Groupes d’échange » : kept by France Assos Santé, seen by their members; the agency sees that they exist."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.base.ui.forms import Form
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import groups as actions
from portevoix.work.training.forms.enrolments import FindPersonForm
from portevoix.work.training.forms.groups import AddMemberForm, GroupForm, LastDayForm, MeetingForm
from portevoix.work.training.models import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.selectors import groups as selectors

LIST = "training:groups"


class GroupsView(ScopedView):
    """The groups of the region."""

    permission = Permission.TRAINING_MANAGE
    template_name = "training/groups/list.html"

    def get_context_data(self, **kwargs):
        scope, today = scope_for(self.request.user, self.permission), timezone.localdate()
        rows = list(selectors.managed_groups(scope, today=today))
        return super().get_context_data(
            running=[row for row in rows if row.active.upper is None or row.active.upper > today],
            closed=[row for row in rows if row.active.upper is not None and row.active.upper <= today],
            **kwargs,
        )


class OverviewView(ScopedView):
    """What the agency sees of the groups: name, department, size, dates."""

    permission = Permission.TRAINING_FIGURES
    template_name = "training/groups/overview.html"

    def get_context_data(self, **kwargs):
        scope = scope_for(self.request.user, self.permission)
        return super().get_context_data(groups=selectors.overview(scope, today=timezone.localdate()), **kwargs)


class NewGroupView(ScopedActionView):
    """Create a group."""

    permission = Permission.TRAINING_MANAGE
    form_class = GroupForm
    template_name = "training/groups/form.html"
    success_message = "Le groupe est créé. Ajoutez ses membres, puis une date."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"departments": selectors.departments_of(scope_for(self.request.user, self.permission))}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title="Créer un groupe", button="Créer le groupe", back=reverse(LIST), **kwargs)

    def perform(self, data):
        region = selectors.regions_of_groups(scope_for(self.request.user, self.permission))[0]
        return actions.create_group(region=region, first=timezone.localdate(), by=self.request.user, **data)

    def get_success_url(self):
        return reverse("training:group", args=[self.result.pk])


class GroupPage(ScopedView):
    """What the pages of one group share."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    model = PracticeGroup
    context_object_name = "group"

    def get_rows(self):
        return super().get_rows().select_related("region", "department")

    def back(self):
        return reverse("training:group", args=[self.object.pk])

    def get_success_url(self):
        return self.back()


class GroupView(GroupPage):
    """One group: its members, its dates; no place for minutes, on purpose."""

    template_name = "training/groups/group.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        members = list(selectors.members_on(self.object, today))
        meetings = list(selectors.meetings_of_group(self.object))
        return super().get_context_data(
            members=list(zip(members, selectors.companions([one.person for one in members]), strict=True)),
            coming=[one for one in reversed(meetings) if one.day >= today],
            past=[one for one in meetings if one.day < today],
            warning=selectors.size_warning(len(members), self.object),
            full=len(members) >= self.object.seats,
            closed=self.object.active.upper is not None,
            **kwargs,
        )


class EditGroupView(GroupPage, ScopedActionView):
    """Correct a group."""

    form_class = GroupForm
    template_name = "training/groups/form.html"
    success_message = "Le groupe est modifié."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"departments": selectors.departments_of(scope_for(self.request.user, self.permission))}

    def get_initial(self):
        return {name: getattr(self.object, name) for name in actions.EDITABLE}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title="Modifier le groupe", button="Enregistrer", back=self.back(), **kwargs)

    def perform(self, data):
        return actions.edit_group(group=self.object, by=self.request.user, **data)


class AddMemberView(GroupPage, ScopedActionView):
    """Find somebody by name, then add them."""

    form_class = AddMemberForm
    template_name = "training/groups/add_member.html"
    success_message = "La personne est ajoutée au groupe."
    refusals = (*ScopedActionView.refusals, StepRefused)

    def text(self) -> str:
        return self.request.GET.get("q", "").strip()[:80]

    def people(self):
        scope = scope_for(self.request.user, self.permission)
        return selectors.people_to_add(scope, self.text(), group=self.object, today=timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"people": self.people()}

    def get_context_data(self, **kwargs):
        text = self.text()
        return super().get_context_data(
            search=FindPersonForm(initial={"q": text}), text=text, found=self.people().exists(), back=self.back(), **kwargs
        )

    def perform(self, data):
        return actions.add_member(group=self.object, person=data["person"], first=timezone.localdate(), by=self.request.user)


class CloseGroupView(GroupPage, ActView):
    """Say the last day of a group."""

    form_class = LastDayForm
    title = "Clore le groupe"
    button = "Clore le groupe"
    success_message = "Le groupe est clos."

    def trail(self):
        return [("Groupes d’échange", reverse(LIST)), (self.object.name, self.back())]

    def get_initial(self):
        return {"last": timezone.localdate()}

    def act(self, data):
        return actions.close_group(group=self.object, last=data["last"], by=self.request.user)


class AddMeetingView(GroupPage, ScopedActionView):
    """Add a date; the members are told."""

    form_class = MeetingForm
    template_name = "training/groups/add_meeting.html"
    success_message = "La date est ajoutée. Les membres sont prévenus, avec un fichier pour leur agenda."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back(), **kwargs)

    def perform(self, data):
        return actions.add_meeting(group=self.object, by=self.request.user, at=timezone.now(), **data)


class OfGroup(ScopedActionView):
    """A page about a member or a meeting of a group: the row is found through its group."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    form_class = Form
    template_name = "training/groups/confirm.html"
    refusals = (*ScopedActionView.refusals, StepRefused)
    title = question = button = ""

    def check_permission(self):
        self.row, self.object = self.object, self.object.group
        super().check_permission()

    def facts(self):
        raise NotImplementedError

    def get_success_url(self):
        return reverse("training:group", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "question": self.question, "button": self.button, "facts": self.facts(), "group": self.object}
        return super().get_context_data(back=self.get_success_url(), **shown, **kwargs)


class RemoveMemberView(OfGroup):
    """End somebody's time in a group, today."""

    model = GroupMember
    title = "Retirer un membre"
    question = "Cette personne ne verra plus le groupe ni ses dates."
    button = "Retirer du groupe"
    success_message = "La personne ne fait plus partie du groupe."

    def get_rows(self):
        return super().get_rows().select_related("group__region", "person")

    def facts(self):
        return [("Groupe", self.object.name), ("Personne", self.row.person)]

    def perform(self, data):
        return actions.remove_member(member=self.row, last=timezone.localdate(), by=self.request.user)


class CancelMeetingView(OfGroup):
    """Cancel a date; the members are told."""

    model = GroupMeeting
    title = "Annuler une rencontre"
    question = "Les membres sont prévenus par courriel. La date sort de leur agenda."
    button = "Annuler la rencontre"
    success_message = "La rencontre est annulée. Les membres sont prévenus."

    def get_rows(self):
        return super().get_rows().select_related("group__region", "commune")

    def facts(self):
        return [("Groupe", self.object.name), ("Jour", date_fr(self.row.day, weekday=True))]

    def perform(self, data):
        return actions.cancel_meeting(meeting=self.row, by=self.request.user, at=timezone.now())


class MyGroupsView(ScopedView):
    """« Mes groupes d’échange » : the others by name, the dates."""

    permission = Permission.TRAINING_OWN
    template_name = "training/groups/own.html"

    def get_context_data(self, **kwargs):
        scope = scope_for(self.request.user, self.permission)
        return super().get_context_data(groups=selectors.groups_of(scope, today=timezone.localdate()), **kwargs)
