"""A region gives itself its own texts, from a day; the others and the drafts already written keep theirs."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.core.periods import period
from portevoix.register.orders import actions
from portevoix.register.orders.models import OrderTemplate
from portevoix.register.orders.selectors.values import templates_at
from tests import factories as make
from tests.orders.making import TODAY, OrderTemplateFactory, draft
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 1)


@pytest.fixture
def region():
    return make.RegionFactory()


@pytest.fixture
def common():
    return OrderTemplateFactory(code="cdu")


def adopt(template, region, **given):
    texts = {name: getattr(template, name) for name in ("author_line", "visas", "considerants", "articles", "appeal")}
    given = {"first": LATER, "validated": True, "today": TODAY, "by": make.user_with_role("ars_region", territory=region)} | given
    title = given.pop("title", "portant désignation, texte de la région")
    return actions.adopt_template(template=template, region=region, texts=texts | {"title": title}, **given)


def test_the_text_of_the_region_takes_the_place_of_the_common_one_from_its_day(common, region):
    own = adopt(common, region)
    elsewhere = make.DepartmentFactory(elsewhere=True).parent
    assert templates_at(region, TODAY) == [common]
    assert templates_at(region, LATER) == [own] and not own.to_verify
    assert templates_at(elsewhere, LATER) == [common]


def test_a_new_text_ends_the_former_the_day_before(common, region):
    first = adopt(common, region)
    adopt(first, region, first=date(2027, 3, 1), title="autre")
    assert OrderTemplate.objects.get(pk=first.pk).period == period(LATER, date(2027, 2, 28))


def test_a_text_does_not_begin_before_today_nor_before_one_that_is_there(common, region):
    with pytest.raises(ValidationError, match="avant aujourd’hui"):
        adopt(common, region, first=date(2026, 11, 1))
    adopt(common, region)
    with pytest.raises(ValidationError, match="commence déjà le 1er décembre 2026"):
        adopt(common, region)


def test_an_unknown_blank_is_refused(common, region):
    with pytest.raises(ValidationError, match="hopital"):
        adopt(common, region, title="à {hopital}")


def test_a_draft_keeps_the_text_from_which_it_was_written(common, region):
    order = draft(template=common)
    adopt(common, region, first=TODAY)
    order.refresh_from_db()
    assert order.title == common.title


def test_only_who_prepares_orders_in_the_region_gives_it_a_text(common, region):
    for role, scope in (
        ("ars_signatory", region),
        ("ars_department", make.DepartmentFactory()),
        ("ars_region", make.DepartmentFactory(elsewhere=True).parent),
    ):
        with pytest.raises(PermissionDenied):
            adopt(common, region, by=make.user_with_role(role, territory=scope))


def test_the_page_gives_the_region_its_text(client, clock, common, region):
    sign_in(client, make.user_with_role("ars_region", territory=region))
    address = f"/espace/arretes/modeles/{common.pk}/adapter/"
    form = client.get(address).context["form"]
    values = {name: field.initial if field.initial is not None else form.initial.get(name, "") for name, field in form.fields.items()}
    answer = client.post(address, values | {"region": region.pk, "first": "1er décembre 2026", "validated": "on"}, follow=True)
    own = OrderTemplate.objects.get(region=region)
    assert answer.redirect_chain[-1][0] == f"/espace/arretes/modeles/{own.pk}/"
    assert "validé" in client.get("/espace/arretes/modeles/").content.decode()
    assert own.articles == common.articles
