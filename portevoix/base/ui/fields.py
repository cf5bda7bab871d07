"""How a form field is shown: label, help before the control, error, and the ids that tie them together."""

from dataclasses import dataclass

from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

from portevoix.base.ui.errors_in_forms import control_id


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """Everything the template prints. `shape`: line, box (one check box), group (choices), hidden."""

    shape: str
    label: str
    target: str
    required: bool
    hint: str
    hint_id: str
    errors: list[str]
    error_id: str
    described_by: str
    control: SafeString | str
    choices: list
    css: str


def field_view(bound: BoundField, *, label: str, hint: str, required: bool | None, attrs: dict[str, str], css: str) -> FieldView:
    """Prepare one field. `attrs` are added to the control; empty ones are left to the widget."""
    widget = bound.field.widget
    hint_id = f"{bound.auto_id}_aide" if hint else ""
    error_id = f"{bound.auto_id}_erreur" if bound.errors else ""
    described_by = " ".join(filter(None, (hint_id, error_id)))
    shape = _shape(bound)
    given = {name: value for name, value in attrs.items() if value}
    control, choices = "", []
    if shape == "hidden":
        control = bound.as_widget()
    elif shape == "group":
        choices = list(bound.subwidgets)
    else:
        bound.help_text = ""  # else Django points at ids of its own, which are not in the page
        control = bound.as_widget(attrs={**given, "aria-describedby": described_by} if described_by else given)
    return FieldView(
        shape=shape,
        label=label or str(bound.label),
        target=control_id(bound),
        required=bound.field.required if required is None else required,
        hint=hint,
        hint_id=hint_id,
        errors=list(bound.errors),
        error_id=error_id,
        described_by=described_by,
        control=control,
        choices=choices,
        css=" ".join(filter(None, ("f", css, "bad" if bound.errors else "", "n" if widget.attrs.get("size") else ""))),
    )


def _shape(bound):
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    return "box" if isinstance(widget, CheckboxInput) else "line"
