"""Builds the smallest valid rows of the register; traits say what is particular. Fictional people only."""

import hashlib
from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory import models as directory
from portevoix.register.directory.enums import (
    AccreditationLevel,
    AccreditationRequirement,
    Authority,
    BodyLevel,
    FederationKind,
    SeatQuality,
    TerritoryKind,
)
from portevoix.register.imports.enums import DoubtKind
from portevoix.register.imports.models import Doubt, ImportRun
from portevoix.register.mandates.models import Mandate
from portevoix.work.candidacies import models as candidacies
from portevoix.work.candidacies.enums import CallMode, CallState, CandidacyState, SeatOrigin

TODAY = date(2026, 11, 22)  # the day of every frozen clock


class SourcedFactory(DjangoModelFactory):
    source = "jeu d’essai"
    source_date = date(2026, 1, 1)

    class Meta:
        abstract = True


class RegionFactory(SourcedFactory):
    kind = TerritoryKind.REGION
    code = "44"
    name = "Grand Est"

    class Meta:
        model = directory.Territory
        django_get_or_create = ("kind", "code")


class DepartmentFactory(SourcedFactory):
    kind = TerritoryKind.DEPARTMENT
    code = "67"
    name = "Bas-Rhin"
    in_name = "dans le Bas-Rhin"
    parent = factory.SubFactory(RegionFactory)

    class Meta:
        model = directory.Territory
        django_get_or_create = ("kind", "code")

    class Params:
        moselle = factory.Trait(code="57", name="Moselle", in_name="en Moselle")
        elsewhere = factory.Trait(
            code="59",
            name="Nord",
            in_name="dans le Nord",
            parent=factory.SubFactory(RegionFactory, code="32", name="Hauts-de-France"),
        )


class CommuneFactory(SourcedFactory):
    code = factory.Sequence(lambda n: f"67{n:03}")
    name = factory.Sequence(lambda n: f"Commune {n}")
    department = factory.SubFactory(DepartmentFactory)
    postcodes = ["67000"]
    latitude = 48.58
    longitude = 7.75

    class Meta:
        model = directory.Commune


class LegalEntityFactory(SourcedFactory):
    finess_ej = factory.Sequence(lambda n: f"67078{n:04}")
    name = factory.Sequence(lambda n: f"Entité {n}")

    class Meta:
        model = directory.LegalEntity


class FacilityFactory(SourcedFactory):
    finess_et = factory.Sequence(lambda n: f"67000{n:04}")
    name = factory.Sequence(lambda n: f"Centre hospitalier {n}")
    legal_entity = factory.SubFactory(LegalEntityFactory)
    department = factory.SubFactory(DepartmentFactory)
    town = "Strasbourg"
    postcode = "67000"
    latitude = 48.58
    longitude = 7.75

    class Meta:
        model = directory.Facility


class FederationFactory(SourcedFactory):
    kind = FederationKind.HOSPITAL
    code = "fhf"
    name = "Fédération hospitalière de France"

    class Meta:
        model = directory.Federation
        django_get_or_create = ("code",)


class AssociationFactory(SourcedFactory):
    code = factory.Sequence(lambda n: f"asso-{n}")
    name = factory.Sequence(lambda n: f"Association {n}")

    class Meta:
        model = directory.Association

    class Params:
        section = factory.Trait(
            parent=factory.SubFactory("tests.factories.AssociationFactory"), department=factory.SubFactory(DepartmentFactory)
        )


class AccreditationFactory(SourcedFactory):
    association = factory.SubFactory(AssociationFactory)
    level = AccreditationLevel.NATIONAL
    number = factory.Sequence(lambda n: f"N2024RN{n:04}")
    period = factory.LazyFunction(lambda: period(date(2024, 1, 1), date(2028, 12, 31)))

    class Meta:
        model = directory.Accreditation


class PersonFactory(SourcedFactory):
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    first_name = "Camille"

    class Meta:
        model = directory.Person

    class Params:
        published = factory.Trait(name_published=True, consent_recorded_on=date(2026, 1, 1))


class BodyTypeFactory(SourcedFactory):
    code = "CDU"
    name = "commission des usagers"
    plural_name = "commissions des usagers"
    level = BodyLevel.FACILITY

    class Meta:
        model = directory.BodyType
        django_get_or_create = ("code",)


class BodyTypeRuleFactory(SourcedFactory):
    """The rule of the users' commission: 2 titulars, 2 substitutes, three years."""

    body_type = factory.SubFactory(BodyTypeFactory)
    period = factory.LazyFunction(lambda: period(date(2016, 6, 1)))
    legal_basis = "L. 1112-3, R. 1112-79 à R. 1112-94 CSP"
    designating_authority = Authority.AGENCY
    term_years = 3
    requires_accreditation = AccreditationRequirement.YES

    class Meta:
        model = directory.BodyTypeRule
        skip_postgeneration_save = True

    @factory.post_generation
    def patterns(self, create, extracted, **kwargs):
        if not create:
            return
        for quality, count in (extracted or {SeatQuality.TITULAR: 2, SeatQuality.SUBSTITUTE: 2}).items():
            directory.SeatPattern.objects.create(rule=self, quality=quality, count=count)


class BodyFactory(SourcedFactory):
    """A body at a facility, without seats; trait `seated` gives it the four seats of a users' commission."""

    body_type = factory.SubFactory(BodyTypeFactory)
    facility = factory.SubFactory(FacilityFactory)
    name = factory.LazyAttribute(lambda o: o.facility.name)
    department = factory.LazyAttribute(lambda o: o.facility.department)
    region = factory.LazyAttribute(lambda o: o.department.parent)
    town = factory.LazyAttribute(lambda o: o.facility.town)

    class Meta:
        model = directory.Body
        skip_postgeneration_save = True

    class Params:
        regional = factory.Trait(
            body_type=factory.SubFactory(BodyTypeFactory, code="CRSA", name="conférence régionale", level=BodyLevel.REGION),
            facility=None,
            name="CRSA Grand Est",
            territory=factory.SubFactory(RegionFactory),
            department=None,
            region=factory.LazyAttribute(lambda o: o.territory),
            town="",
        )

    @factory.post_generation
    def seated(self, create, extracted, **kwargs):
        if create and extracted:
            for quality in (SeatQuality.TITULAR, SeatQuality.SUBSTITUTE):
                for rank in (1, 2):
                    directory.Seat.objects.create(body=self, quality=quality, rank=rank)


class SeatFactory(DjangoModelFactory):
    body = factory.SubFactory(BodyFactory)
    quality = SeatQuality.TITULAR
    rank = factory.Sequence(lambda n: n + 1)

    class Meta:
        model = directory.Seat

    class Params:
        substitute = factory.Trait(quality=SeatQuality.SUBSTITUTE)


class MandateFactory(SourcedFactory):
    """A mandate of three years that runs on TODAY."""

    seat = factory.SubFactory(SeatFactory)
    body = factory.LazyAttribute(lambda o: o.seat.body)
    person = factory.SubFactory(PersonFactory)
    association = factory.SubFactory(AssociationFactory)
    first = date(2025, 12, 1)
    term_end = date(2028, 11, 30)
    period = factory.LazyAttribute(lambda o: period(o.first, o.term_end))
    order_reference = "2025-0001"

    class Meta:
        model = Mandate
        exclude = ("first",)

    class Params:
        past_term = factory.Trait(first=date(2023, 1, 1), term_end=date(2025, 12, 31))


class StoredFileFactory(DjangoModelFactory):
    """A workbook of one line, kept in memory."""

    name = "suivi.csv"
    kind = FileKind.TEXT
    size = factory.LazyAttribute(lambda o: len(o.bytes))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.bytes).hexdigest())
    content = factory.LazyAttribute(lambda o: ContentFile(o.bytes, name=o.name))

    class Meta:
        model = StoredFile
        exclude = ("bytes",)

    bytes = "FINESS ET;Qualité;Nom;Prénom;Association;Début;Fin\n670783273;Titulaire 1;vacant;;;;\n".encode()


class ImportRunFactory(DjangoModelFactory):
    """A workbook laid down, not yet checked."""

    file = factory.SubFactory(StoredFileFactory)
    file_name = "suivi.csv"
    region = factory.SubFactory(RegionFactory)
    body_type = factory.SubFactory(BodyTypeFactory)
    source_date = TODAY

    class Meta:
        model = ImportRun


class DoubtFactory(DjangoModelFactory):
    """Two people who are perhaps one."""

    run = factory.SubFactory(ImportRunFactory)
    kind = DoubtKind.PEOPLE
    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    evidence = ["Même nom et même prénom."]

    class Meta:
        model = Doubt

    class Params:
        vacancy = factory.Trait(kind=DoubtKind.VACANCY, person=None, other=None, mandate=factory.SubFactory(MandateFactory))


class CallFactory(DjangoModelFactory):
    """A call open on TODAY; `seats` lists the seats to be filled."""

    state = CallState.OPEN
    number = factory.Sequence(lambda n: f"2026-{n + 1:03}")
    title = factory.Sequence(lambda n: f"Appel {n + 1}")
    mode = CallMode.CAMPAIGN
    region = factory.SubFactory(RegionFactory)
    opens_at = datetime(2026, 11, 2, 8, tzinfo=UTC)
    closes_at = datetime(2026, 12, 15, 23, tzinfo=UTC)

    class Meta:
        model = candidacies.Call
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=CallState.DRAFT)
        closed = factory.Trait(state=CallState.CLOSED, closes_at=datetime(2026, 11, 20, 23, tzinfo=UTC))
        permanent = factory.Trait(mode=CallMode.PERMANENT, closes_at=None)

    @factory.post_generation
    def seats(self, create, extracted, **kwargs):
        if not create or not extracted:
            return
        candidacies.CallSeat.objects.bulk_create(candidacies.CallSeat(call=self, seat=seat, origin=SeatOrigin.VACANT) for seat in extracted)
        self.departments = sorted({seat.body.department.code for seat in extracted if seat.body.department_id})
        self.save(update_fields=["departments"])


class CandidacyFactory(DjangoModelFactory):
    """A draft; a trait sends it. `wishes` lists the bodies that are wished, the dearest first."""

    call = factory.SubFactory(CallFactory)
    association = factory.SubFactory(AssociationFactory)
    last_name = factory.Sequence(lambda n: f"Candidat{n}")
    first_name = "Dominique"
    email = factory.Sequence(lambda n: f"candidat{n}@exemple.fr")
    home = factory.SubFactory(CommuneFactory)
    member_since = date(2024, 1, 1)
    no_tie_declared = True
    course_promised = True
    charter_accepted = True
    person_informed = True
    signed_by_name = "Andrée Keller"
    signed_by_function = "présidente"
    association_email = "contact@association.exemple.fr"

    class Meta:
        model = candidacies.Candidacy
        skip_postgeneration_save = True

    class Params:
        sent = factory.Trait(number=factory.Sequence(lambda n: f"C-2026-{n + 1:05}"), submitted_at=datetime(2026, 11, 10, 9, tzinfo=UTC))
        submitted = factory.Trait(sent=True, state=CandidacyState.SUBMITTED)
        incomplete = factory.Trait(sent=True, state=CandidacyState.INCOMPLETE)
        under_review = factory.Trait(sent=True, state=CandidacyState.UNDER_REVIEW)
        to_decide = factory.Trait(sent=True, state=CandidacyState.TO_DECIDE)
        not_selected = factory.Trait(sent=True, state=CandidacyState.NOT_SELECTED)

    @factory.post_generation
    def wishes(self, create, extracted, **kwargs):
        if not create:
            return
        for rank, body in enumerate(extracted or (), start=1):
            candidacies.Wish.objects.create(candidacy=self, rank=rank, body=body)
        departments = {body.department.code for body in extracted or () if body.department_id}
        self.departments = sorted(departments | ({self.home.department.code} if self.home else set()))
        self.save(update_fields=["departments"])


class WishFactory(DjangoModelFactory):
    """A wish on a body, any quality."""

    candidacy = factory.SubFactory(CandidacyFactory, submitted=True)
    rank = factory.LazyAttribute(lambda o: o.candidacy.wishes.count() + 1)
    body = factory.SubFactory(BodyFactory)

    class Meta:
        model = candidacies.Wish


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"compte{n}@exemple.fr")
    first_name = "Claire"
    last_name = "Muller"

    class Meta:
        model = User


class RoleAssignmentFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    role = "ars_region"
    period = factory.LazyFunction(lambda: period(date(2026, 1, 1)))

    class Meta:
        model = RoleAssignment


def user_with_role(role: str, **scope) -> User:
    """Return an account with one role; `scope` is `territory=`, `association=`, `facility=` or `person=` (none: the whole country)."""
    assignment = RoleAssignmentFactory(role=role, **scope)
    return assignment.user
