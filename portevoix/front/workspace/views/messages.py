"""« Messages » : the ledger of what leaves, what it said, and the failures sent again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse

from portevoix.base.notifications import actions, selectors
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message
from portevoix.base.ui.components.words import number_fr
from portevoix.base.ui.tables import Table
from portevoix.front.workspace.forms.messages import ElsewhereForm, MessageFilter
from portevoix.front.workspace.message_tables import MESSAGES, about_url
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView

PAGE_SIZE = 50


class MessagesPage(ScopedView):
    """What these pages share. The scope is that of the permission: another role that reaches further shows no more messages."""

    abstract = True
    permission = Permission.MESSAGE_VIEW
    model = Message
    reference = True  # the rows are those of the scope: nothing more is asked about one of them

    def get_rows(self):
        return Message.objects.visible_to(self.scope())

    def scope(self):
        return scope_for(self.request.user, self.permission)

    def resend(self, rows) -> None:
        """Send again the failures among `rows` and say how many leave."""
        leaving, wrong = actions.retry_failed(messages=rows, by=self.request.user)
        if leaving:
            words = "Un message repart" if leaving == 1 else f"{leaving} messages repartent"
            messages.success(self.request, f"{words}. Les autres ne sont pas renvoyés.")
        if wrong:
            words = "Une adresse est à corriger" if wrong == 1 else f"{wrong} adresses sont à corriger"
            messages.warning(self.request, f"{words} dans le registre avant d’écrire de nouveau.")
        if not leaving and not wrong:
            messages.info(self.request, "Aucun message n’est en échec.")


class MessagesView(MessagesPage):
    """The list, the latest first, with how many stand in each state."""

    template_name = "workspace/messages/list.html"

    def get_context_data(self, **kwargs):
        filters = MessageFilter(self.request.GET)
        rows = selectors.messages(self.scope(), filters.criteria())
        counts = selectors.state_counts(rows)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=filters,
            page=page,
            table=Table(caption="Messages", columns=MESSAGES, rows=page.object_list),
            failures=counts.get(MessageState.FAILED, 0),
            resend=f"Renvoyer les {number_fr(counts.get(MessageState.FAILED, 0))} échecs",
            may_write=can(self.request.user, Permission.TEMPLATE_MANAGE),
            counts=[(MessageState(state).label, count) for state, count in counts.items()],
            **kwargs,
        )


class RetryView(MessagesPage):
    """The button of the list: the failures among the messages on screen, page after page, leave again."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        self.resend(selectors.messages(self.scope(), MessageFilter(request.GET).criteria()))
        return redirect(f"{reverse('workspace:messages')}?{request.GET.urlencode()}")


class MessageView(MessagesPage):
    """One message: to whom, what it says, what became of it."""

    context_object_name = "sent"
    template_name = "workspace/messages/message.html"

    def get_rows(self):
        return super().get_rows().select_related("queued_by", "template")

    def get_context_data(self, **kwargs):
        files = self.object.attachments.order_by("pk")
        label, about = selectors.label_of(self.object.code), about_url(self.object)
        return super().get_context_data(label=label, about_url=about, files=files, **kwargs)


class RetryOneView(MessagesPage):
    """The button of one message in failure."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        self.resend(self.get_rows().filter(pk=self.object.pk))
        return redirect("workspace:message", pk=self.object.pk)


class ElsewhereView(MessagesPage, ScopedActionView):
    """What a failed message says, sent to another address of its recipient."""

    context_object_name = "sent"
    form_class = ElsewhereForm
    template_name = "workspace/messages/elsewhere.html"
    success_message = "Le message part à cette adresse. Corrigez-la aussi dans le registre."

    def perform(self, data):
        return actions.send_elsewhere(message=self.object, email=data["email"], by=self.request.user)

    def get_success_url(self):
        return reverse("workspace:message", args=[self.result.pk])
