"""The attendance sheet of a half-day: on screen, on a tablet, and on paper."""

from collections import Counter
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.responses import pdf_response
from portevoix.register.access.permissions import Permission
from portevoix.register.access.rehearsal import mark_of
from portevoix.register.access.views import ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.attendance import marks_seen, save_marks
from portevoix.work.training.forms.attendance import read_sheet
from portevoix.work.training.models import Session
from portevoix.work.training.selectors.attendance import half_days_of, left_to_note, sheet
from portevoix.work.training.selectors.sessions import RUNNING, with_figures
from portevoix.work.training.selectors.sheet_pdf import sheet_pdf
from portevoix.work.training.tables.attendance import sheet_table


class SheetView(ScopedView):
    """The presences of one half-day: everybody present by default, absences ticked, minutes missed written."""

    permission = Permission.TRAINING_MANAGE
    model = Session
    template_name = "training/attendance/sheet.html"

    def get_rows(self):
        return super().get_rows().select_related("course", "commune__department")

    @cached_property
    def half_days(self):
        return half_days_of(self.object)

    @cached_property
    def half_day(self):
        found = next((one for one in self.half_days if one.pk == self.kwargs["half_day"]), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        rows = kwargs.pop("rows", None) or sheet(self.half_day)
        errors = kwargs.pop("errors", {})
        tally = Counter(row.presence for row in rows if row.marked)
        noted = tally.total()
        position = self.half_days.index(self.half_day)
        editable = self.object.state in RUNNING and self.half_day.day <= timezone.localdate()
        return super().get_context_data(
            half_day=self.half_day,
            half_days=self.half_days,
            following=self.half_days[position + 1] if position + 1 < len(self.half_days) else None,
            rows=rows,
            shown=",".join(str(row.enrolment) for row in rows),
            noted=noted,
            tally=tally,
            editable=editable,
            whole=editable and noted == len(rows) and not any(missing for _, missing in left_to_note(self.object)),
            early=self.half_day.day > timezone.localdate(),
            table=sheet_table(rows, half_day=self.half_day, errors=errors, editable=editable),
            faults=[(f"m-{row.enrolment}", row.name, errors[row.enrolment]) for row in rows if row.enrolment in errors],
            seen=marks_seen(self.half_day),
            mark=mark_of(self.object),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        rows = sheet(self.half_day)
        typed = read_sheet(request.POST, rows)
        refusal, errors = "", typed.errors
        if not errors:
            try:
                changed = save_marks(
                    half_day=self.half_day,
                    marks=typed.marks,
                    by=request.user,
                    at=timezone.now(),
                    seen=request.POST.get("vu", ""),
                )
            except StepRefused as stop:
                refusal = str(stop)
            except ValidationError as fault:
                errors = (fault.params or {}).get("errors", {})
            else:
                return self.saved(changed)
        return self.render_to_response(self.get_context_data(rows=typed.rows, errors=errors, refusal=refusal))

    def saved(self, changed: int):
        words = "Rien n’a changé." if not changed else "1 ligne enregistrée." if changed == 1 else f"{changed} lignes enregistrées."
        messages.success(self.request, words)
        if "suivante" in self.request.POST and self.half_day is not self.half_days[-1]:
            following = self.half_days[self.half_days.index(self.half_day) + 1]
            return redirect("training:sheet", self.object.pk, following.pk)
        return redirect(reverse("training:sheet", args=[self.object.pk, self.half_day.pk]))


class PaperSheetView(ScopedView):
    """The sheet to print, with a box to sign for each person and each half-day."""

    permission = Permission.TRAINING_MANAGE
    model = Session

    def get_rows(self):
        return with_figures(super().get_rows())

    def get(self, request, *args, **kwargs):
        content = sheet_pdf(self.object, at=timezone.now())
        return pdf_response(content, f"feuille-de-presence-{self.object.pk}.pdf")
