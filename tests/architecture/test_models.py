"""What every table of ours declares."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from portevoix.base.core.privacy import Privacy
from tests.architecture.code import expect_none, ranks

# Moments without somebody beside them, and why.
MOMENTS = {
    "accounts.RateCounter.ends_at": "the end of a count, not an act",
    "files.StoredFile.sent_at": "files is below accounts: the journal says who sent it",
    "candidacies.Call.closes_at": "a moment fixed in advance, not an act",
    "candidacies.Call.opens_at": "a moment fixed in advance, not an act",
    "candidacies.Call.state_changed_at": "written by the workflow engine, which tells the journal who",
    "candidacies.Candidacy.state_changed_at": "written by the workflow engine, which tells the journal who",
    "candidacies.ManagerRequest.asked_at": "asked by somebody without an account",
    "activity.ExpenseClaim.state_changed_at": "written by the workflow engine, which tells the journal who",
    "activity.PresenceCertificate.state_changed_at": "written by the workflow engine, which tells the journal who",
    "training.Enrolment.offer_expires_at": "a moment fixed in advance, not an act",
    "training.Enrolment.state_changed_at": "written by the workflow engine, which tells the journal who",
    "training.Equivalence.state_changed_at": "written by the workflow engine, which tells the journal who",
    "training.Session.state_changed_at": "written by the workflow engine, which tells the journal who",
    "outreach.HandOver.asked_at": "asked by somebody without an account",
    "outreach.HandOver.received_at": "when the recipient received it: the person agreed, who has no account",
    "outreach.HandOver.state_changed_at": "written by the workflow engine, which tells the journal who",
    "candidacies.Wish.state_changed_at": "written by the workflow engine, which tells the journal who",
    "orders.DesignationOrder.state_changed_at": "written by the workflow engine, which tells the journal who",
    "imports.ImportRun.state_changed_at": "written by the workflow engine, which tells the journal who",
    "notifications.Message.due_at": "when it may leave, not an act",
    "notifications.Message.claimed_at": "done by the worker",
    "notifications.Message.sent_at": "done by the worker",
}


def our_models() -> list[type[models.Model]]:
    """Return the tables of our packages; the history tables follow the table that they keep."""
    return [model for model in apps.get_models() if model._meta.app_config.name in ranks() and not hasattr(model, "pgh_tracked_model")]


def label(model, field: str) -> str:
    return f"{model._meta.label}.{field}"


def moments(model) -> set[str]:
    return {field.name.removesuffix("_at") for field in model._meta.concrete_fields if field.name.endswith("_at")}


def actors(model) -> set[str]:
    people = [field for field in model._meta.concrete_fields if field.name.endswith("_by") and field.related_model is get_user_model()]
    return {field.name.removesuffix("_by") for field in people}


def test_who_and_when_go_together():
    alone = [
        f"{label(model, stem)}: _at and _by go together"
        for model in our_models()
        for stem in moments(model) ^ actors(model)
        if label(model, f"{stem}_at") not in MOMENTS
    ]
    expect_none(alone)


def test_who_and_when_are_both_given_or_both_missing():
    free = [
        f"{label(model, stem)}: no constraint holds _at and _by together"
        for model in our_models()
        for stem in moments(model) & actors(model)
        if model._meta.get_field(f"{stem}_at").null
        if not any(f"{stem}_at" in repr(one) and f"{stem}_by" in repr(one) for one in model._meta.constraints)
    ]
    expect_none(free)


def test_every_table_says_who_owns_it_what_is_personal_how_long_and_what_then():
    expect_none([model._meta.label for model in our_models() if not isinstance(getattr(model, "privacy", None), Privacy)])


def test_every_table_and_column_has_a_french_name():
    unnamed = [model._meta.label for model in our_models() if "verbose_name" not in model._meta.original_attrs]
    unnamed += [
        label(model, field.name)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.concrete and not field.auto_created and not isinstance(field, models.GeneratedField)
        if str(field.verbose_name) == field.name.replace("_", " ") and "_" in field.name
    ]
    expect_none(unnamed)


def test_no_table_has_a_hidden_order():
    expect_none([model._meta.label for model in our_models() if model._meta.ordering])


def test_every_constraint_speaks_french():
    dumb = [
        f"{model._meta.label}: {constraint.name}"
        for model in our_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    expect_none(dumb)


def test_every_table_can_be_named_on_screen():
    expect_none([model._meta.label for model in our_models() if model.__str__ is models.Model.__str__])
