"""What France Assos Santé does with the texts, the testimonies and the resources: list, write, order, publish, withdraw.

The three kinds of rows are kept in the same way: a `Shelf` says what differs.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.periods import first_day, last_day
from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.work.outreach.actions import pages as actions
from portevoix.work.outreach.enums import ItemKind
from portevoix.work.outreach.forms.pages import ItemForm, PublishForm, ResourceForm, TestimonyForm
from portevoix.work.outreach.models import PageItem, Resource, Testimony
from portevoix.work.outreach.selectors import pages

HOME = "Devenir représentant"
ITEM_FIELDS = ("title", "text", "source", "source_date")
TESTIMONY_FIELDS = ("first_name", "sits", "text", "consent_on", "consent_source")
RESOURCE_FIELDS = ("title", "summary", "link", "source", "source_date")


def lines(rows: Any, today: Any) -> list[tuple]:
    """Return each row of a list with where it stands."""
    return [(row, pages.standing(row, today)) for row in rows]


class Shelf(ScopedView):
    """What the pages about one kind of rows share. The public texts have no territory: `reference`."""

    abstract = True
    permission = Permission.OUTREACH_MANAGE
    reference = True
    list_name: ClassVar[str]
    list_title: ClassVar[str]

    def back(self) -> str:
        return reverse(f"outreach:{self.list_name}")

    def trail(self) -> list[tuple[str, str]]:
        return [(HOME, reverse("outreach:home")), (self.list_title, self.back())]


class OfItems(Shelf):
    abstract = True
    model = PageItem
    list_name, list_title = "items", "Textes de la page"


class OfTestimonies(Shelf):
    abstract = True
    model = Testimony
    list_name, list_title = "testimonies", "Témoignages"


class OfResources(Shelf):
    abstract = True
    model = Resource
    list_name, list_title = "manage_resources", "Ressources"

    def get_rows(self):
        return super().get_rows().select_related("file")


class ListPage(Shelf):
    """A list in the order of the public page."""

    abstract = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.list_title, trail=self.trail()[:1], **kwargs)


class ItemsView(ListPage, OfItems):
    """The texts, part by part."""

    template_name = "outreach/manage/items.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        parts = [(kind, lines(pages.items_of(kind), today)) for kind in ItemKind]
        return super().get_context_data(parts=parts, **kwargs)


class TestimoniesView(ListPage, OfTestimonies):
    template_name = "outreach/manage/testimonies.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=lines(pages.testimonies(), timezone.localdate()), **kwargs)


class ResourcesView(ListPage, OfResources):
    template_name = "outreach/manage/resources.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=lines(pages.resources(), timezone.localdate()), **kwargs)


class WritePage(ConfirmsText, Shelf, ScopedActionView):
    """A row in a form: a new one, or one that exists."""

    abstract = True
    template_name = "outreach/manage/write.html"
    fields: ClassVar[tuple[str, ...]]
    add_title: ClassVar[str]
    edit_title: ClassVar[str]
    success_message = "C’est enregistré."

    def get_initial(self):
        return {name: getattr(self.object, name) for name in self.fields} if self.object else {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def values(self, data: dict) -> dict:
        return {name: data[name] for name in self.fields}

    def get_success_url(self):
        return self.back()

    def get_context_data(self, **kwargs):
        title = self.edit_title if self.object else self.add_title
        return super().get_context_data(title=title, trail=self.trail(), back=self.back(), **kwargs)


class WriteItemView(WritePage, OfItems):
    """A text of the page; a new one takes its part from the address (`?partie=question`)."""

    form_class, fields = ItemForm, ITEM_FIELDS
    add_title, edit_title = "Ajouter un texte", "Corriger un texte"

    @property
    def kind(self) -> ItemKind:
        if self.object:
            return ItemKind(self.object.kind)
        asked = self.request.GET.get("partie", ItemKind.QUESTION)
        if asked not in ItemKind.values:
            raise Http404
        return ItemKind(asked)

    def perform(self, data):
        return actions.save_item(item=self.object, kind=self.kind, values=self.values(data), by=self.request.user, confirmed=self.confirmed)

    def get_context_data(self, **kwargs):
        return super().get_context_data(part=self.kind.label.capitalize(), **kwargs)


class WriteTestimonyView(WritePage, OfTestimonies):
    form_class, fields = TestimonyForm, TESTIMONY_FIELDS
    add_title, edit_title = "Ajouter un témoignage", "Corriger un témoignage"

    def perform(self, data):
        return actions.save_testimony(testimony=self.object, values=self.values(data), by=self.request.user, confirmed=self.confirmed)


class WriteResourceView(WritePage, OfResources):
    form_class, fields = ResourceForm, RESOURCE_FIELDS
    add_title, edit_title = "Ajouter une ressource", "Corriger une ressource"

    def get_initial(self):
        return super().get_initial() | ({"body_types": self.object.body_types.all()} if self.object else {})

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"types": pages.offered_types()}

    def perform(self, data):
        return actions.save_resource(
            resource=self.object,
            values=self.values(data),
            upload=data["upload"],
            body_types=data["body_types"],
            by=self.request.user,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(stored=self.object.file if self.object else None, **kwargs)


class PublishPage(Shelf, ActView):
    """Show a row to the public from a day on."""

    abstract = True
    form_class = PublishForm
    title, button = "Mettre en ligne", "Mettre en ligne"
    success_message = "C’est en ligne à la date choisie."

    def get_initial(self):
        shown = self.object.shown
        return {"first": first_day(shown), "last": last_day(shown)} if shown else {"first": timezone.localdate()}

    def act(self, data):
        return actions.publish(row=self.object, first=data["first"], last=data["last"], by=self.request.user)

    def facts(self):
        return [(self.list_title, str(self.object))]


class PublishItemView(PublishPage, OfItems):
    """A text of the page."""


class PublishTestimonyView(PublishPage, OfTestimonies):
    """A testimony, once its consent is dated."""

    def facts(self):
        return [("Prénom", self.object.first_name), ("Témoignage", self.object.text)]

    def warnings(self):
        return [] if self.object.consent_on and self.object.consent_source else [actions.NOT_AGREED]


class PublishResourceView(PublishPage, OfResources):
    """A resource."""


class PressPage(Shelf):
    """One press of a button on a list: POST only."""

    abstract = True
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        try:
            self.press()
        except self.object.DoesNotExist:
            raise Http404 from None
        return redirect(self.back())

    def press(self) -> None:
        raise NotImplementedError


class WithdrawPress(PressPage):
    abstract = True

    def press(self):
        actions.withdraw(row=self.object, by=self.request.user, today=timezone.localdate())


class MovePress(PressPage):
    """Up or down one place: the value of the button says which."""

    abstract = True

    def press(self):
        actions.move(row=self.object, up=self.request.POST.get("sens") == "monter", by=self.request.user)


class WithdrawItemView(WithdrawPress, OfItems):
    """Off the page, from today on."""


class WithdrawTestimonyView(WithdrawPress, OfTestimonies):
    """Off the page, from today on."""


class WithdrawResourceView(WithdrawPress, OfResources):
    """Off the page, from today on."""


class MoveItemView(MovePress, OfItems):
    """Among the texts of its part."""


class MoveTestimonyView(MovePress, OfTestimonies):
    """Among the testimonies."""


class MoveResourceView(MovePress, OfResources):
    """Among the resources."""


class EraseTestimonyView(OfTestimonies, ActView):
    """The person withdrew the consent: nothing is kept."""

    title, button = "Supprimer un témoignage", "Supprimer"
    success_message = "Le témoignage est supprimé. Rien n’en est gardé."

    def warnings(self):
        return ["Le témoignage disparaît aussitôt de la page publique et n’est gardé nulle part."]

    def facts(self):
        return [("Prénom", self.object.first_name), ("Témoignage", self.object.text)]

    def act(self, data):
        return actions.erase_testimony(testimony=self.object, by=self.request.user)

    refusals = (ValidationError,)
