"""« Règles » : body types with their dated rules, a new rule from a day on, and the creation of bodies in number."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import first_day, last_day
from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Table
from portevoix.front.workspace import selectors
from portevoix.front.workspace.tables import BODY_TYPES, PARAMETERS, PRACTICES
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.actions import bodies, body_rules
from portevoix.register.directory.enums import BodyLevel
from portevoix.register.directory.forms.bodies import ManyBodiesForm
from portevoix.register.directory.forms.rules import RuleCorrectionForm, RuleForm, SeatSpecFormSet
from portevoix.register.directory.models import BodyType, BodyTypeRule
from portevoix.register.directory.selectors.bodies import category_counts, plan_bodies
from portevoix.register.directory.selectors.rules import rule_at, rules_of, types_at


class RulesView(ScopedView):
    """Every body type with the rule in force on a day; the regional practices and the dated settings."""

    permission = Permission.BODY_TYPE_MANAGE
    template_name = "workspace/rules/list.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        return super().get_context_data(
            at=at,
            today=today,
            types=Table(caption="Types d’instance", columns=BODY_TYPES, rows=types_at(at)),
            practices=Table(caption="Pratiques des régions", columns=PRACTICES, rows=selectors.practices_at(at), empty="Aucune pratique."),
            parameters=Table(caption="Réglages datés", columns=PARAMETERS, rows=selectors.parameters_at(at), empty="Aucun réglage."),
            **kwargs,
        )


class BodyTypeView(ScopedView):
    """One body type with all its rules, the latest first."""

    permission = Permission.BODY_TYPE_MANAGE
    model = BodyType
    reference = True
    context_object_name = "body_type"
    template_name = "workspace/rules/body_type.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        kind, creates = self.object, can(self.request.user, Permission.BODY_MANAGE)
        return super().get_context_data(
            today=today,
            rules=rules_of(kind),
            current=rule_at(kind, today),
            aliases=kind.aliases.order_by("sort_key", "pk"),
            in_number=creates and kind.level == BodyLevel.FACILITY and kind.parent_id is None,
            may_create=creates,
            **kwargs,
        )


class RuleActView(ActView):
    """An act on a body type; leads back to its page. Body types are reference data."""

    abstract = True
    permission = Permission.BODY_TYPE_MANAGE
    model = BodyType
    reference = True

    @property
    def body_type(self) -> BodyType:
        return self.object

    def back(self):
        return reverse("workspace:body_type", args=[self.body_type.pk])

    def trail(self):
        return [("Règles", reverse("workspace:body_types")), (capfirst(self.body_type.name), self.back())]


class AddRuleView(RuleActView):
    """Write the rule that applies from a day on; the former one ends the day before."""

    form_class = RuleForm
    template_name = "workspace/rules/add.html"
    title = "Nouvelle règle à partir du…"
    button = "Enregistrer la règle"
    success_message = "La nouvelle règle est enregistrée. La précédente s’arrête la veille et reste dans l’historique."

    def rule_to_start_from(self) -> BodyTypeRule | None:
        """Return the rule that the form repeats at first."""
        return rule_at(self.object, timezone.localdate())

    def get_initial(self):
        current = self.rule_to_start_from()
        return RuleForm.initial_of(current) if current else {}

    def seats(self):
        """Return the lines of the seats: those of the rule repeated, or what was typed."""
        if self.request.method == "POST":
            return SeatSpecFormSet(self.request.POST, prefix="sieges")
        current = self.rule_to_start_from()
        return SeatSpecFormSet(prefix="sieges", initial=selectors.seat_lines(current) if current else [])

    def get_context_data(self, **kwargs):
        kwargs.setdefault("seats", self.seats())
        return super().get_context_data(kind=self.body_type, **kwargs)

    def post(self, request, *args, **kwargs):
        form, seats = self.get_form(), self.seats()
        if form.is_valid() & seats.is_valid():
            self.facts_typed = form.facts(seats=seats.specs())
            return self.form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, seats=seats))

    def act(self, data):
        facts = self.facts_typed
        return body_rules.add_rule(body_type=self.object, facts=facts, first=data["first"], last=data["last"], by=self.request.user)


class CorrectRuleView(AddRuleView):
    """Correct what a rule says, where it was copied with a mistake; its period stays, the former words stay in the history."""

    model = BodyTypeRule
    form_class = RuleCorrectionForm
    template_name = "workspace/rules/correct.html"
    title = "Corriger une règle"
    button = "Corriger la règle"
    success_message = "La règle est corrigée. L’historique garde ce qui était écrit avant."

    def get_rows(self):
        return super().get_rows().select_related("body_type")

    @property
    def body_type(self):
        return self.object.body_type

    def facts(self):
        return [("Type", self.body_type.name), ("Période", rule_period(self.object))]

    def rule_to_start_from(self):
        return self.object

    def act(self, data):
        return body_rules.correct_rule(rule=self.object, facts=self.facts_typed, explanation=data["explanation"], by=self.request.user)


class RemoveRuleView(ConfirmedActView, RuleActView):
    """Take back a rule written by mistake; the one before it applies again."""

    model = BodyTypeRule
    title = "Retirer une règle écrite par erreur"
    question = "Retirer cette règle\u00a0?"
    button = "Retirer la règle"
    success_message = "La règle est retirée. L’historique la garde\u00a0; pour revenir en arrière, écrivez-la de nouveau."

    @property
    def body_type(self):
        return self.object.body_type

    def facts(self):
        rule = self.object
        return [
            ("Type", rule.body_type.name),
            ("Période", rule_period(rule)),
            ("Base légale", rule.legal_basis),
        ]

    def act(self, data):
        return body_rules.remove_rule(rule=self.object, by=self.request.user)

    def consequences(self, result, data):
        before = self.object.period.lower and rule_at(self.object.body_type, self.object.period.lower)
        return [*self.facts(), ("S’appliquera à la place", before.legal_basis if before else "aucune règle")]


def rule_period(rule: BodyTypeRule) -> str:
    """Return the period of a rule in words."""
    return period_fr(first_day(rule.period), last_day(rule.period)) or "toujours"


class CreateBodiesView(ConfirmedActView, RuleActView):
    """« Une instance par site de ces catégories » : counts first, then the creation."""

    permission = Permission.BODY_MANAGE
    form_class = ManyBodiesForm
    template_name = "workspace/rules/create_bodies.html"
    title = "Créer une instance par site"
    question = "Créer ces instances\u00a0?"
    button = "Créer les instances"

    def check_permission(self):
        """Bodies are created for a whole region, by whoever keeps the bodies of a whole region."""
        super().check_permission()
        self.region = selectors.home_region(scope_for(self.request.user, self.permission))
        if self.region is None:
            raise PermissionDenied

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"region": self.region}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["body_type"]
        counts = category_counts(self.object, region=self.region, day=timezone.localdate())
        sites = {count.category.pk: count.sites for count in counts}
        form.fields["categories"].label_from_instance = lambda category: _with_sites(category, sites.get(category.pk, 0))
        return form

    def get_initial(self):
        counts = category_counts(self.object, region=self.region, day=timezone.localdate())
        return {"categories": [count.category.code for count in counts if count.proposed]}

    def choices(self, data):
        """Return what was chosen, as the actions and the selectors take it."""
        departments = [territory.code for territory in data["departments"]]
        return {"categories": [category.code for category in data["categories"]], "departments": departments or None}

    def act(self, data):
        made = bodies.create_bodies(
            body_type=self.object,
            region=self.region,
            today=timezone.localdate(),
            source=data["source"],
            opened_on=data["opened_on"],
            by=self.request.user,
            **self.choices(data),
        )
        self.success_message = f"Instances créées\u00a0: {len(made)}. Elles apparaissent dans la liste des sièges."
        return made

    def _rehearsed(self, data):
        """The plan says what would be created: nothing has to be written to know it."""
        day = data["opened_on"] or timezone.localdate()
        plan = plan_bodies(self.object, region=self.region, day=day, **self.choices(data))
        if plan is None:
            raise ValidationError("Ce type d’instance n’a pas de règle ce jour-là. Écrivez d’abord la règle.", code="no_rule")
        if not plan.facilities:
            raise ValidationError("Aucune instance à créer\u00a0: chaque site choisi en a déjà une.", code="none_to_create")
        lines = [
            ("Instances à créer", str(len(plan.facilities))),
            ("Sièges à créer", f"{plan.seats}, soit {plan.seats_each} par instance"),
            ("Sites qui en ont déjà une", str(plan.existing)),
            ("Créées le", date_fr(data["opened_on"]) if data["opened_on"] else "date inconnue"),
            *((territory.label, str(count)) for territory, count in plan.by_department),
        ]
        return lines, []

    def get_success_url(self):
        return self.back()


def _with_sites(category, count):
    return f"{category}, {count}\u00a0site{'s' if count > 1 else ''}"
