"""What is printed is what is recorded: the document is read again and compared with the lines, row by row."""

import io
from datetime import date

import pytest
from docx import Document

from portevoix.base.core.french_dates import date_fr
from portevoix.base.documents.docx import act_docx
from portevoix.register.directory.enums import Civility
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.terms import term_end_for
from portevoix.register.orders import actions
from portevoix.register.orders.enums import OrderKind
from portevoix.register.orders.models import OrderTemplate
from portevoix.register.orders.selectors.composition import compose, reread
from portevoix.register.orders.selectors.lines import lines_of
from tests import factories as make
from tests.documents.reading import Read, squeezed
from tests.orders.making import (
    EFFECTIVE,
    NOW,
    TODAY,
    OrderTemplateFactory,
    SignatoryFactory,
    accredited,
    agent,
    commission,
    draft,
    setting,
    signed,
)

pytestmark = pytest.mark.django_db


def read(stored) -> Read:
    with stored.content.open("rb") as content:
        return Read(content.read())


@pytest.fixture
def collective():
    """A collective order on three commissions, its lines in an annex."""
    template = OrderTemplateFactory(
        kind=OrderKind.COLLECTIVE,
        title="portant désignation de représentants des usagers en région {region}",
        articles=[{"title": "Désignation", "text": "Sont désignées les personnes dont les noms figurent en annexe."}],
    )
    bodies = [commission() for _ in range(3)]
    setting(bodies[0].region)
    lines = [
        actions.LineRequest(seat=seat, person=make.PersonFactory(civility=civility), association=accredited())
        for body in bodies
        for seat, civility in zip(body.seats.order_by("pk"), [Civility.MRS, Civility.MR, Civility.NONE, Civility.MRS], strict=True)
    ]
    return signed(draft(bodies[0], template=template, lines=lines))


def test_the_annex_says_row_by_row_what_the_register_holds(collective):
    (table,) = read(collective.document.file).tables()
    expected = []
    for line in collective.lines.select_related("seat__body__department", "person", "association", "mandate").order_by("rank"):
        civility = f"{Civility(line.person.civility).label} " if line.person.civility else ""
        body, mandate = line.seat.body, line.mandate
        expected.append(
            [
                f"{body.readable_name}, {body.town} ({body.department.code})",
                line.seat.label.replace("Suppléant", "Suppléante") if line.person.civility == Civility.MRS else line.seat.label,
                f"{civility}{line.person.last_name.upper()} {line.person.first_name}",
                mandate.association.name,
                date_fr(mandate.term_end),
            ]
        )
    assert [[squeezed(cell) for cell in row] for row in table] == [[squeezed(cell) for cell in row] for row in expected]
    assert len(table) == 12 == Mandate.objects.count()


def test_the_document_bears_number_date_visas_appeal_name_and_code(collective):
    text = squeezed(" ".join(read(collective.document.file).pages))
    for words in (
        "2026-0001",
        "22 novembre 2026",
        "L. 1112-3",
        "La directrice générale de l’agence régionale de santé Grand Est",
        "tribunal administratif de Nancy",
        "deux mois",
        "Christelle RATIGNIER",
        collective.document.code,
    ):
        assert squeezed(words) in text


def test_the_large_document_says_the_same(collective):
    ordinary, large = read(collective.document.file), read(collective.document.large_file)
    assert ordinary.tables() == large.tables()


def test_the_page_shows_the_text_of_the_document(collective):
    act = reread(collective.content)
    text = squeezed(read(collective.document.file).text)
    for words in (act.title, *act.visas, *act.appeal, *(line for article in act.articles for line in article.paragraphs)):
        assert squeezed(words) in text


def test_each_visa_ends_with_a_semicolon(collective):
    assert all(visa.endswith("\u00a0;") for visa in collective.content["visas"])


def test_the_visas_name_each_accreditation_and_each_proposal_once():
    order = draft(people=2)
    visas = compose(order, today=TODAY).data.visas
    assert sum("agrément national" in visa for visa in visas) == 2
    assert sum("proposition" in visa for visa in visas) == 2
    assert not any("{" in visa or "délégation" in visa for visa in visas)


@pytest.mark.parametrize(
    ("civility", "words"),
    [
        (
            Civility.MRS,
            ("La directrice générale de l’agence", "La directrice générale de l’agence régionale de santé Grand Est est ch"),
        ),
        (Civility.MR, ("Le directeur général de l’agence", "Le directeur général de l’agence régionale de santé Grand Est est chargé de")),
        (
            Civility.NONE,
            ("La direction générale de l’agence", "La direction générale de l’agence régionale de santé Grand Est est ch"),
        ),
    ],
)
def test_functions_agree_with_the_person_in_office(civility, words):
    body = commission()
    SignatoryFactory(region=body.region, civility=civility)
    data = compose(draft(body), today=TODAY).data
    assert data.author.startswith(words[0])
    assert data.articles[-1].paragraphs[0].startswith(words[1])


def test_a_length_is_told_only_when_everybody_sits_the_whole_term():
    order = draft(people=2)
    assert any("trois\u00a0ans" in p for article in compose(order, today=TODAY).data.articles for p in article.paragraphs)
    line = order.lines.last()
    line.last_day = date(2027, 6, 30)
    line.save()
    assert not any("ans" in p for article in compose(order, today=TODAY).data.articles for p in article.paragraphs)


def test_the_day_computed_for_many_lines_is_the_one_of_the_rule():
    body = commission()
    make.MandateFactory(seat=body.seats.first(), first=date(2022, 1, 1), term_end=date(2024, 12, 31))
    order = draft(body, people=4)
    for line in lines_of(order, effective=EFFECTIVE):
        assert line.last == term_end_for(line.row.seat, EFFECTIVE)


def test_the_draft_opens_as_docx():
    order = draft(people=2)
    content = act_docx(compose(order, today=TODAY).data, title="Projet", timestamp=NOW)
    document = Document(io.BytesIO(content))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "PROJET" in words + " ".join(p.text for s in document.sections for p in s.header.paragraphs)
    assert len(document.tables[0].rows) == 3


class TestTemplatesOfTheProduct:
    @pytest.fixture
    def loaded(self):
        for code in ("CDU", "CS_EPS"):
            make.BodyTypeFactory(code=code)
        for code in ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94"):
            make.RegionFactory(code=code, name=f"Région {code}" if code != "44" else "Grand Est")
        return actions.load_order_templates(by=make.UserFactory())

    def test_loaded_again_they_change_nothing(self, loaded):
        assert (loaded["templates"].created, loaded["courts"].created) == (5, 13)
        again = actions.load_order_templates(by=make.UserFactory())
        assert (again["templates"].changed, again["courts"].changed) == (0, 0)

    def test_each_waits_for_the_legal_service(self, loaded):
        assert set(OrderTemplate.objects.values_list("to_verify", flat=True)) == {True}

    @pytest.mark.parametrize("code", ["cdu-individuel", "cdu-collectif"])
    def test_an_order_of_the_users_commission_is_whole_as_it_comes(self, loaded, code):
        template = OrderTemplate.objects.get(code=code)
        order = signed(draft(template=template, people=2))
        assert order.number == "2026-0001"
        assert len(read(order.document.file).tables()) == 1

    @pytest.mark.parametrize("code", ["modificatif", "abrogation"])
    def test_an_order_that_corrects_names_the_other_and_waits_for_its_reason(self, loaded, code):
        template = OrderTemplate.objects.get(code=code)
        first = signed(effective_on=None)
        write = actions.draft_modifying if code == "modificatif" else actions.draft_repeal
        more = {"end": actions.running_lines(first), "reason": "RESIGNATION"} if code == "modificatif" else {}
        order = write(order=first, template=template, by=agent(first), today=TODAY, **more)
        order = actions.edit_details(order=order, place="Nancy", signatory=first.signatory, effective_on=EFFECTIVE, by=agent(first))
        with pytest.raises(actions.OrderIncomplete, match="entre crochets"):
            actions.prepare(order=order, by=agent(first), at=NOW, today=TODAY)
        reason = order.considerants.replace("[à compléter : la raison de la modification, en une phrase]", "la démission")
        reason = reason.replace("[à compléter : la raison de l’abrogation, en une phrase]", "l’erreur de procédure")
        order = actions.edit_text(order=order, texts={"considerants": reason}, by=agent(first))
        order = signed(order)
        assert "l’arrêté n°\u00a02026-0001 du 22 novembre 2026" in order.content["title"]

    def test_the_supervisory_board_waits_for_the_order_of_the_prefect(self, loaded):
        body = commission()
        order = draft(body, template=OrderTemplate.objects.get(code="conseil-de-surveillance"))
        with pytest.raises(actions.OrderIncomplete, match="arrêté du préfet"):
            actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)
