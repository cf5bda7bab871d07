"""Take an order from hand to hand: submit, take back, send back, sign, publish, attach the scan, abandon."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.accounts.selectors import last_proof
from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.permissions import Permission
from portevoix.register.orders import actions, tasks
from portevoix.register.orders.forms import CopyForm, PublicationForm, SendBackForm
from portevoix.register.orders.selectors import orders as selectors
from portevoix.register.orders.selectors.composition import compose
from portevoix.register.orders.selectors.signing import is_asked, refusals_today, request_of
from portevoix.register.orders.tables import act_text
from portevoix.register.orders.views.writing import OrderActView


class PrepareView(OrderActView):
    """Submit to the signature."""

    title = "Soumettre à la signature"
    button = "Soumettre à la signature"
    success_message = "L’arrêté est soumis à la signature. Il ne change plus, sauf si vous le reprenez."

    def warnings(self):
        return ["Une autre personne que vous le signera."]

    def act(self, data):
        return actions.prepare(order=self.object, by=self.request.user, at=timezone.now(), today=timezone.localdate())


class TakeBackView(OrderActView):
    """Take back from the signature."""

    title = "Reprendre la rédaction"
    button = "Reprendre la rédaction"
    success_message = "L’arrêté est de nouveau en rédaction."

    def act(self, data):
        return actions.take_back(order=self.object, by=self.request.user)


class SendBackView(OrderActView):
    """Send back to those who write it, and say why."""

    permission = Permission.ORDER_SIGN
    form_class = SendBackForm
    title = "Renvoyer en rédaction"
    button = "Renvoyer en rédaction"
    success_message = "L’arrêté est renvoyé en rédaction, avec votre remarque."

    def act(self, data):
        return actions.send_back(order=self.object, reason=data["reason"], by=self.request.user)


class SignView(OrderActView):
    """Sign: the page says what will follow, and shows the text that is signed."""

    permission = Permission.ORDER_SIGN
    template_name = "orders/sign.html"
    title = "Signer l’arrêté"
    button = "Signer l’arrêté"

    def facts(self):
        order, today = self.object, timezone.localdate()
        begun, ended = selectors.begins(order)
        day = date_fr(order.effective_on or today)
        lines = [("Mandats qui commencent", f"{begun}, le {day}")]
        if ended:
            lines.append(("Mandats qui se terminent", str(ended)))
        prepared = f"{order.prepared_by}, le {date_fr(timezone.localdate(order.prepared_at))}" if order.prepared_at else "pas encore soumis"
        signatory = f"{order.signatory}, {order.signatory.function}" if order.signatory else "aucun"
        return [*lines, ("Signataire", signatory), ("Préparé par", prepared)]

    def get_context_data(self, **kwargs):
        order, today = self.object, timezone.localdate()
        refusals = refusals_today(order, self.request.user, today)
        asked = self.progress_url() if is_asked(order) else ""
        return super().get_context_data(sentences=refusals, asked=asked, text=act_text(compose(order, today=today).data), **kwargs)

    def form_valid(self, form):
        return redirect(self.progress_url()) if is_asked(self.object) else super().form_valid(form)

    def act(self, data):
        tasks.start(order=self.object, by=self.request.user, proof=last_proof(self.request.session))
        return request_of(self.object)

    def progress_url(self):
        return f"{reverse('orders:signed')}?n={self.object.pk}"

    def get_success_url(self):
        return self.back() if self.result.order.number else self.progress_url()

    @property
    def success_message(self):
        return f"L’arrêté est signé sous le numéro {self.result.order.number}." if self.result.order.number else ""


class PublishView(OrderActView):
    """Record the publication in the gazette."""

    form_class = PublicationForm
    title = "Enregistrer la publication"
    button = "Enregistrer la publication"
    success_message = "La publication est enregistrée."

    def act(self, data):
        return actions.record_publication(
            order=self.object, reference=data["reference"], on=data["on"], by=self.request.user, today=timezone.localdate()
        )


class AttachCopyView(OrderActView):
    """Attach the scan of the copy signed by hand."""

    form_class = CopyForm
    template_name = "orders/attach.html"
    title = "Joindre l’exemplaire signé"
    button = "Joindre le fichier"
    success_message = "L’exemplaire signé est joint."

    def act(self, data):
        try:
            return actions.attach_signed_copy(order=self.object, upload=data["upload"], by=self.request.user)
        except ValidationError as refusal:
            raise ValidationError({"upload": refusal.messages}) from refusal


class AbandonView(OrderActView):
    """Give up an order that is not signed."""

    title = "Abandonner l’arrêté"
    button = "Abandonner l’arrêté"
    success_message = "L’arrêté est abandonné. Il reste lisible, et n’a aucun effet."

    def warnings(self):
        return ["Un arrêté abandonné ne se reprend pas\u00a0: il faudra en rédiger un autre."]

    def act(self, data):
        return actions.abandon(order=self.object, by=self.request.user)

    def get_success_url(self):
        return f"{reverse('orders:orders')}?onglet=abandonnes"
