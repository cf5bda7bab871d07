"""« Mon journal »: one line in under a minute, the list, the file, the correction."""

from django.core.paginator import Paginator
from django.urls import reverse

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import rows_file
from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.views import ScopedActionView
from portevoix.work.activity.actions import journal
from portevoix.work.activity.forms.journal import EntryForm
from portevoix.work.activity.models import JournalEntry
from portevoix.work.activity.selectors.journal import CSV_HEADER, csv_rows, entries_of, totals, years_of
from portevoix.work.activity.selectors.people import bodies_of
from portevoix.work.activity.tables import entries_table
from portevoix.work.activity.views.own import OwnPage, year_links

PAGE_SIZE = 25


class EntryPage(ConfirmsText, OwnPage, ScopedActionView):
    """A page with the line of the journal."""

    abstract = True
    form_class = EntryForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": self.today, "bodies": bodies_of(self.person, today=self.today)}

    def get_success_url(self):
        return reverse("activity:journal")


class JournalView(EntryPage):
    """The line to fill in, then the lines of a year."""

    template_name = "activity/journal.html"
    success_message = "C’est noté."

    def perform(self, data):
        return journal.add_entry(person=self.person, by=self.request.user, today=self.today, confirmed=self.confirmed, **data)

    def get_context_data(self, **kwargs):
        year = self.year()
        entries = entries_of(self.person, year=year)
        page = Paginator(entries, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            table=entries_table(page, query=self.request.GET),
            year=year,
            years=year_links("activity:journal", {year, self.today.year, *years_of(self.person)}, year),
            totals=totals(entries),
            **kwargs,
        )


class JournalFileView(OwnPage):
    """The whole journal as a file, for its writer."""

    def get(self, request, *args, **kwargs):
        rows = csv_rows(entries_of(self.person))
        name = f"mon-journal-{self.today.isoformat()}"
        return rows_file(TableFormat.CSV, header=CSV_HEADER, rows=rows, title="Mon journal", name=name)


class ChangeEntryView(EntryPage):
    """Correct one line."""

    model = JournalEntry
    context_object_name = "entry"
    template_name = "activity/entry.html"
    success_message = "La ligne est corrigée."

    def get_initial(self):
        names = ("kind", "day", "minutes", "kilometres", "remarks")
        return {name: getattr(self.object, name) for name in names} | {"body": self.object.body_id or ""}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        known = kwargs["bodies"]
        return kwargs | {"bodies": known if self.object.body in (None, *known) else [*known, self.object.body]}

    def perform(self, data):
        return journal.change_entry(entry=self.object, by=self.request.user, today=self.today, confirmed=self.confirmed, **data)


class DeleteEntryView(OwnPage, ScopedActionView):
    """Delete one line, after a question."""

    model = JournalEntry
    context_object_name = "entry"
    form_class = Form
    template_name = "activity/entry_delete.html"
    success_message = "La ligne est supprimée."

    def perform(self, data):
        journal.delete_entry(entry=self.object, by=self.request.user)

    def get_success_url(self):
        return reverse("activity:journal")
