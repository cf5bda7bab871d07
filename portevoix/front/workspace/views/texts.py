"""« Textes » : what e-mails and letters say, and from when on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.notifications import actions, selectors
from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import TEXTS
from portevoix.base.notifications.selectors import TextInForce
from portevoix.base.ui.tables import Table
from portevoix.front.workspace.forms.messages import RewriteForm, VersionForm
from portevoix.front.workspace.message_tables import TEXTS as COLUMNS
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedActionView, ScopedView


class TextsView(ScopedView):
    """Every text, with the version in force today."""

    permission = Permission.TEMPLATE_MANAGE
    template_name = "workspace/messages/texts.html"

    def get_context_data(self, **kwargs):
        rows = selectors.texts_on(timezone.localdate())
        return super().get_context_data(
            table=Table(caption="Textes", columns=COLUMNS, rows=rows),
            count=len(rows),
            may_follow=can(self.request.user, Permission.MESSAGE_VIEW),
            **kwargs,
        )


class TextPage(ScopedView):
    """What the pages of one text share; 404 for a code that no package declares."""

    abstract = True
    permission = Permission.TEMPLATE_MANAGE
    reference = True
    context_object_name = "text"

    def get_object(self):
        try:
            return TEXTS[self.kwargs["code"]]
        except KeyError:
            raise Http404 from None

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        kwargs.setdefault("current", selectors.text_in_force(self.object.code, on=today))
        return super().get_context_data(today=today, trial=self.object.channel == Channel.EMAIL, **kwargs)

    def preview(self, subject: str, body: str) -> dict[str, str]:
        """Return the subject and the body filled with the examples."""
        shown = TextInForce(text=self.object, subject=subject, body=body)
        return dict(zip(("subject", "body"), shown.filled(self.object.known), strict=True))


class TextView(TextPage):
    """One text as it reads today, its blanks, its versions."""

    template_name = "workspace/messages/text.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        current = context["current"]
        return context | {"versions": selectors.versions(self.object.code), "preview": self.preview(current.subject, current.body)}


class TextActView(TextPage, ScopedActionView):
    """What the two acts on a text share."""

    abstract = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_initial(self):
        return {"starts_on": timezone.localdate()}

    def get_success_url(self):
        return reverse("workspace:text", args=[self.object.code])


class RewriteView(TextActView):
    """Write a new version, seen first with the examples."""

    form_class = RewriteForm
    template_name = "workspace/messages/rewrite.html"
    success_message = "La nouvelle version est enregistrée. Les précédentes restent dans l’historique."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"text": self.object}

    def get_initial(self):
        current = selectors.text_in_force(self.object.code, on=timezone.localdate())
        return super().get_initial() | {"subject": current.subject, "body": current.body}

    def form_valid(self, form):
        if "apercu" in self.request.POST:
            preview = self.preview(form.cleaned_data["subject"], form.cleaned_data["body"])
            return self.render_to_response(self.get_context_data(form=form, preview=preview))
        return super().form_valid(form)

    def perform(self, data):
        return actions.rewrite(code=self.object.code, by=self.request.user, today=timezone.localdate(), **data)


class RestoreView(TextActView):
    """Go back to the text delivered with the program."""

    form_class = VersionForm
    template_name = "workspace/messages/restore.html"
    success_message = "Le texte livré avec le programme revient à cette date."

    def get_context_data(self, **kwargs):
        return super().get_context_data(preview=self.preview(self.object.subject, self.object.body), **kwargs)

    def perform(self, data):
        return actions.restore_delivered(code=self.object.code, by=self.request.user, today=timezone.localdate(), **data)


class TrialView(TextPage):
    """Send oneself the text of today, filled with the examples."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        actions.send_trial(code=self.object.code, by=request.user)
        messages.success(request, f"Un essai part vers {request.user.email}.")
        return redirect("workspace:text", code=self.object.code)
