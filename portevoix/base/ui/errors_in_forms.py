"""Errors of forms as a list of lines that lead to their field."""

from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect


@dataclass(frozen=True)
class ErrorLine:
    """One sentence, and the id of the control to which its link leads (empty: no link)."""

    message: str
    target: str


def control_id(bound) -> str:
    """Return the id of the control that receives the focus: the first choice of a group, else the control itself."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0" if bound.auto_id else ""
    return bound.id_for_label


def failed(candidate: object) -> bool:
    """Tell whether this is a form or formset that was sent and refused; anything else is not."""
    if isinstance(candidate, BaseForm):
        return bool(candidate.errors)
    if isinstance(candidate, BaseFormSet):
        return candidate.is_bound and not candidate.is_valid()
    return False


def listed_errors(*forms: BaseForm | BaseFormSet) -> list[ErrorLine]:
    """Return every error in the order of the fields, those of the whole form first."""
    lines = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            lines += [ErrorLine(message, "") for message in form.non_form_errors()] if form.is_bound else []
            lines += listed_errors(*form.forms)
            continue
        lines += [ErrorLine(message, "") for message in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else control_id(bound)
            lines += [ErrorLine(message, target) for message in bound.errors]
    return lines
