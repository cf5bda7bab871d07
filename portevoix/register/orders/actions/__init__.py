"""What is written about orders: keyword-only, `by=`, in one transaction, in the journal; refusals are French sentences."""

from portevoix.register.orders.actions.asking import answer, ask_signature, ask_signatures
from portevoix.register.orders.actions.certificates import certify_mandate
from portevoix.register.orders.actions.drafting import (
    LineRequest,
    add_lines,
    draft_modifying,
    draft_order,
    draft_repeal,
    edit_details,
    edit_text,
    remove_line,
    running_lines,
)
from portevoix.register.orders.actions.signatories import add_signatory, end_signatory
from portevoix.register.orders.actions.signing import sign
from portevoix.register.orders.actions.steps import (
    OrderIncomplete,
    abandon,
    attach_signed_copy,
    prepare,
    record_export,
    record_publication,
    send_back,
    take_back,
)
from portevoix.register.orders.actions.templates import adopt_template, load_order_templates

__all__ = [
    "LineRequest",
    "OrderIncomplete",
    "abandon",
    "add_lines",
    "add_signatory",
    "adopt_template",
    "answer",
    "ask_signature",
    "ask_signatures",
    "attach_signed_copy",
    "certify_mandate",
    "draft_modifying",
    "draft_order",
    "draft_repeal",
    "edit_details",
    "edit_text",
    "end_signatory",
    "load_order_templates",
    "prepare",
    "record_export",
    "record_publication",
    "remove_line",
    "running_lines",
    "send_back",
    "sign",
    "take_back",
]
