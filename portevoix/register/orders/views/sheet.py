"""The page of one order, its text, its files."""

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.docx import act_docx
from portevoix.base.documents.engine import render
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.responses import document_response, docx_response, large_asked, pdf_response
from portevoix.base.files.responses import download
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Sort, Table
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedView
from portevoix.register.orders import tables
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.selectors import orders as selectors
from portevoix.register.orders.selectors.composition import compose, reread
from portevoix.register.orders.selectors.guard import Fault, faults_of
from portevoix.register.orders.selectors.signing import asked_of
from portevoix.register.orders.workflow import ORDER

PAGE_SIZE = 25
SHORT = 20  # lines of an order whose whole text stands on its page
STEP_PAGES = {
    "prepare": "orders:prepare",
    "send_back": "orders:send_back",
    "take_back": "orders:take_back",
    "sign": "orders:sign",
    "publish": "orders:publish",
    "abandon": "orders:abandon",
}
MEND = {
    "text": ("orders:edit_text", "Modifier le texte"),
    "details": ("orders:edit_details", "Modifier le lieu, le signataire ou la date"),
    "lines": ("orders:add_line", "Ajouter une ligne"),
}
MEND_ELSEWHERE = {
    "signatories": ("orders:signatories", "Voir les signataires"),
    "body": ("workspace:body", "Voir l’instance"),
    "association": ("workspace:association", "Voir l’association"),
    "mandate": ("workspace:mandate", "Voir le mandat"),
}


class OrderPage(ScopedView):
    """What the pages of one order share."""

    abstract = True
    permission = Permission.ORDER_VIEW
    model = DesignationOrder
    context_object_name = "order"

    def get_rows(self):
        return selectors.with_all(super().get_rows())

    def composed(self):
        """Return the text of the order: as signed, or as it would be today."""
        return compose(self.object, today=timezone.localdate())

    def text(self):
        return reread(self.object.content) if self.object.content else self.composed().data


def mends(order: DesignationOrder, faults: list[Fault], user) -> list[tuple[Fault, str, str]]:
    """Return each fault with the address and the words of the place where it is mended; empty when the user cannot go there."""
    editable = order.state == OrderState.DRAFT and can(user, Permission.ORDER_PREPARE, order)
    found = []
    for fault in faults:
        if fault.where in MEND:
            name, words = MEND[fault.where]
            fixed_line = fault.where == "lines" and fault.pk
            url = reverse("orders:remove_line", args=[fault.pk]) if fixed_line else reverse(name, args=[order.pk])
            found.append((fault, url if editable else "", "Retirer la ligne" if fixed_line else words))
        else:
            name, words = MEND_ELSEWHERE[fault.where]
            found.append((fault, reverse(name, args=[fault.pk] if fault.pk else []), words))
    return found


class OrderView(OrderPage):
    """One order: who holds it, what it lacks, its lines, its text, what may be done."""

    template_name = "orders/order.html"

    def get_context_data(self, **kwargs):
        order, user, query = self.object, self.request.user, self.request.GET
        composed = self.composed()
        signed = order.content is not None
        act = reread(order.content) if signed else composed.data
        faults = [] if signed or order.state == OrderState.ABANDONED else faults_of(order, composed, timezone.localdate())
        editable = order.state == OrderState.DRAFT and can(user, Permission.ORDER_PREPARE, order)
        columns = tables.DRAFT_LINES if editable else tables.ORDER_LINES
        sort = Sort.read(query, columns, default="siege")
        page = Paginator(_sorted(composed.lines, sort), PAGE_SIZE).get_page(query.get("page"))
        count = len(composed.lines)
        found = [(step, reverse(STEP_PAGES[step.name], args=[order.pk])) for step in ORDER.available(order, by=user)]
        steps = [pair for pair in found if pair[0].name != "abandon"]
        return super().get_context_data(
            name=tables.order_name(order),
            holder=selectors.holder(order),
            signature=asked_of(order),
            faults=mends(order, faults, user),
            editable=editable,
            may_prepare=can(user, Permission.ORDER_PREPARE, order),
            steps=steps,
            giving_up=[pair for pair in found if pair not in steps],
            table=Table(caption="Lignes de l’arrêté", columns=columns, rows=page.object_list, sort=sort, query=query),
            page=page,
            line_count=count,
            text=tables.act_text(act) if count <= SHORT else None,
            act_title=act.title,
            later=list(order.modified_by_orders.order_by("pk")),
            **kwargs,
        )


def _sorted(lines, sort):
    """Sort lines in memory: they are all read to check the order anyway."""

    def key(line):
        return [_read(line.row, path) for path in sort.column.sort] + [line.row.rank]

    return sorted(lines, key=key, reverse=sort.descending)


def _read(row, path: str):
    for name in path.split("__"):
        row = getattr(row, name, None)
    return "" if row is None else row


class TextView(OrderPage):
    """The whole text, as in the PDF."""

    template_name = "orders/text.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(text=tables.act_text(self.text()), name=tables.order_name(self.object), **kwargs)


class PreviewView(OrderPage):
    """The PDF as it would be, marked « PROJET »; `?gros=1` in large characters."""

    def get(self, request, *args, **kwargs):
        order = self.object
        if order.content is not None:
            raise Http404
        title = tables.order_name(order)
        large = large_asked(request)
        try:
            pdf = render("act", self.composed().data, title=title, timestamp=order.state_changed_at, large=large)
        except DocumentRefused as refusal:
            raise BadInput(str(refusal), hint="Corrigez le texte de l’arrêté, puis recommencez.") from refusal
        return pdf_response(pdf, f"projet-arrete-{order.pk}{'-gros-caracteres' if large else ''}.pdf")


class WordView(OrderPage):
    """The draft as DOCX, for the legal service."""

    def get(self, request, *args, **kwargs):
        order = self.object
        try:
            content = act_docx(self.text(), title=tables.order_name(order), timestamp=order.state_changed_at)
        except DocumentRefused as refusal:
            raise BadInput(str(refusal), hint="Corrigez le texte de l’arrêté, puis recommencez.") from refusal
        return docx_response(content, f"{'arrete-' + order.number if order.number else f'projet-arrete-{order.pk}'}.docx")


class DocumentView(OrderPage):
    """The signed document, unchanged; `?gros=1` in large characters."""

    def get(self, request, *args, **kwargs):
        if self.object.document is None:
            raise Http404
        return document_response(request, self.object.document)


class CopyFileView(OrderPage):
    """The scan of the copy signed by hand."""

    def get(self, request, *args, **kwargs):
        if self.object.signed_copy is None:
            raise Http404
        return download(self.object.signed_copy)
