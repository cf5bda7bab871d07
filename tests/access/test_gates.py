"""The gates of the pages: what exists for you, what you may do, who is sent to the sign-in."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.urls import path

from portevoix.base.audit.models import Entry
from portevoix.base.core.gates import GateMiddleware, every_view_says_who_may_enter, gate_of, public
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import GetWrites, ScopedActionView, ScopedListView, ScopedView, page, visible_row
from portevoix.register.directory.models import Body, BodyType, Person
from tests.factories import (
    AssociationFactory,
    BodyFactory,
    DepartmentFactory,
    MandateFactory,
    RegionFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db

STRONG = [{"method": "mfa", "at": 0}]


class BodyView(ScopedView):
    permission = Permission.REGISTER_VIEW
    model = Body
    template_name = "workspace/no_role.html"

    def get_rows(self):
        return super().get_rows().select_related("region", "department")


class BodyListView(ScopedListView):
    permission = Permission.MANDATE_VIEW
    template_name = "workspace/no_role.html"

    def get_queryset(self):
        return Body.objects.visible_to(self.scope()).order_by("pk")


class RenameForm(forms.Form):
    name = forms.CharField()


class RenameView(ScopedActionView):
    permission = Permission.BODY_MANAGE
    model = Body
    form_class = RenameForm
    template_name = "workspace/no_role.html"
    success_url = "/fini/"

    def perform(self, data):
        if data["name"] == "refus":
            raise ValidationError("Ce nom est déjà pris.")
        Body.objects.filter(pk=self.object.pk).update(name=data["name"])


class BodyTypeView(ScopedView):
    permission = Permission.BODY_TYPE_MANAGE
    model = BodyType
    reference = True
    template_name = "workspace/no_role.html"


class WritingView(ScopedView):
    signed_in = True

    def get(self, request, *args, **kwargs):
        Person.objects.create(last_name="X", source="x", source_date="2026-01-01")
        return HttpResponse()


@pytest.fixture
def ask(rf):
    """Call a view as `user`, as if the session had (or not) shown a second factor."""

    def call(view, user, *, method="get", strong=True, data=None, **kwargs):
        request = getattr(rf, method)("/quelque/part/?au=2026-11-22", data)
        request.user = user
        request.session = {"account_authentication_methods": STRONG} if strong else {}
        return (view.as_view() if hasattr(view, "as_view") else view)(request, **kwargs)

    return call


@pytest.fixture
def officer():
    return user_with_role("ars_department", territory=DepartmentFactory())


def test_a_row_outside_the_scope_does_not_exist(ask, officer):
    elsewhere = BodyFactory(facility__department=DepartmentFactory(moselle=True))
    with pytest.raises(Http404):
        ask(BodyView, officer, pk=elsewhere.pk)


def test_a_row_inside_the_scope_is_shown(ask, officer):
    assert ask(BodyView, officer, pk=BodyFactory().pk).status_code == 200


def test_a_row_inside_the_scope_without_the_right_is_refused(ask):
    mandate = MandateFactory(association=AssociationFactory())
    manager = user_with_role("association_manager", association=mandate.association)
    with pytest.raises(PermissionDenied):
        ask(BodyView, manager, pk=mandate.body.pk)


def test_a_nonsense_number_is_a_page_that_does_not_exist(ask, officer):
    with pytest.raises(Http404):
        ask(BodyView, officer, pk="abc")


def test_somebody_not_signed_in_goes_to_the_sign_in_and_comes_back(ask):
    response = ask(BodyView, AnonymousUser(), pk=1)
    assert (response.status_code, response.url) == (302, "/connexion/?next=/quelque/part/%3Fau%3D2026-11-22")


def test_a_wide_page_without_a_second_factor_explains_how_to_add_one(ask, officer):
    response = ask(BodyView, officer, strong=False, pk=BodyFactory().pk)
    assert response.status_code == 403
    assert "seconde preuve" in response.content.decode()


def test_the_demonstration_asks_no_second_factor(ask, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert ask(BodyView, officer, strong=False, pk=BodyFactory().pk).status_code == 200


def test_one_s_own_mandates_ask_no_second_factor(ask):
    mandate = MandateFactory()
    own = page(permission=Permission.OWN_MANDATES)(lambda request: HttpResponse("ok"))
    assert ask(own, user_with_role("representative", person=mandate.person), strong=False).status_code == 200


def test_a_list_shows_only_where_the_page_s_permission_is_held(ask):
    here, elsewhere = BodyFactory(), BodyFactory(facility__department=DepartmentFactory(elsewhere=True))
    agent = user_with_role("ars_department", territory=DepartmentFactory())
    user_with_role("national_observer", user=agent)
    response = ask(BodyListView, agent)
    assert list(response.context_data["object_list"]) == [here]
    assert set(Body.objects.visible_to(agent)) == {here, elsewhere}


def test_a_person_is_inside_the_scope_where_they_sit():
    mandate = MandateFactory()
    officer = user_with_role("ars_region", territory=RegionFactory())
    assert visible_row(Person.objects, officer, Permission.PERSON_VIEW, pk=mandate.person.pk) == mandate.person
    with pytest.raises(PermissionDenied):
        observer = user_with_role("national_observer")
        visible_row(Person.objects, observer, Permission.PERSON_VIEW, pk=mandate.person.pk)


def test_reference_data_is_for_whoever_has_the_right_anywhere(ask, officer):
    body_type = BodyFactory().body_type
    with pytest.raises(PermissionDenied):
        ask(BodyTypeView, officer, pk=body_type.pk)
    region = user_with_role("ars_region", territory=RegionFactory())
    assert ask(BodyTypeView, region, pk=body_type.pk).status_code == 200


def test_an_action_redirects_after_success(ask, officer):
    body = BodyFactory()
    response = ask(RenameView, officer, method="post", data={"name": "Autre"}, pk=body.pk)
    body.refresh_from_db()
    assert (response.status_code, response.url, body.name) == (302, "/fini/", "Autre")


def test_a_refused_action_keeps_the_form_and_says_why(ask, officer):
    response = ask(RenameView, officer, method="post", data={"name": "refus"}, pk=BodyFactory().pk)
    assert response.context_data["form"].errors["__all__"] == ["Ce nom est déjà pris."]
    assert response.context_data["form"]["name"].value() == "refus"


def test_an_action_outside_the_scope_does_not_exist(ask, officer):
    elsewhere = BodyFactory(facility__department=DepartmentFactory(moselle=True))
    with pytest.raises(Http404):
        ask(RenameView, officer, method="post", data={"name": "Autre"}, pk=elsewhere.pk)


def test_get_never_writes(ask, officer):
    with pytest.raises(GetWrites):
        ask(WritingView, officer)


def test_a_view_without_a_permission_does_not_load():
    with pytest.raises(ImproperlyConfigured):
        type("Forgotten", (ScopedView,), {"__module__": __name__})
    with pytest.raises(ImproperlyConfigured):
        page()(lambda request: HttpResponse())


def test_a_view_with_two_gates_does_not_load():
    with pytest.raises(ImproperlyConfigured):
        page(permission=Permission.AUDIT_VIEW, public=True)(lambda request: HttpResponse())


def ungated(request):
    return HttpResponse("ouvert par erreur")


urlpatterns = [path("oubli/", ungated), path("su/", public(lambda request: HttpResponse()))]


def test_a_view_that_does_not_say_who_may_enter_answers_to_nobody(client, settings):
    settings.ROOT_URLCONF = __name__
    assert client.get("/oubli/").status_code == 403
    assert client.get("/su/").status_code == 200
    assert [error.msg for error in every_view_says_who_may_enter(None)] == ["/oubli/ does not say who may enter"]


def test_a_library_keeps_its_own_door_only_when_it_is_listed(settings):
    settings.GATES_ELSEWHERE = ("tests.",)
    assert gate_of(ungated) == "elsewhere"
    settings.GATES_ELSEWHERE = ()
    assert gate_of(ungated) is None
    with pytest.raises(PermissionDenied):
        GateMiddleware(None).process_view(None, ungated, (), {})


def test_rights_are_read_once_a_request(ask, officer, django_assert_num_queries):
    body = BodyFactory()
    user = type(officer).objects.get(pk=officer.pk)
    with django_assert_num_queries(2):  # rights, body
        ask(BodyView, user, pk=body.pk)


def test_scope_for_a_permission_nobody_gave_is_nothing(officer):
    assert scope_for(officer, Permission.ROLE_MANAGE).covers(BodyFactory().scope_keys) is False
    assert not Entry.objects.exists()
