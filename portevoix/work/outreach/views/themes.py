"""What each association cares about, kept by France Assos Santé."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.text import search_key
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.directory.models import Association
from portevoix.work.outreach.actions.pages import set_themes
from portevoix.work.outreach.enums import Theme
from portevoix.work.outreach.forms.pages import AssociationSearchForm, ThemesForm
from portevoix.work.outreach.selectors.pages import association_themes, themes_of

PAGE_SIZE = 30


class ThemesView(ScopedView):
    """The associations and their subjects."""

    permission = Permission.OUTREACH_MANAGE
    template_name = "outreach/manage/themes.html"

    def get_context_data(self, **kwargs):
        form = AssociationSearchForm(self.request.GET)
        if not form.is_valid():
            raise BadInput("La recherche est trop longue.", hint="Écrivez le nom ou le sigle de l’association.")
        found = association_themes(search_key(form.cleaned_data["q"]))
        return super().get_context_data(form=form, results=Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page")), **kwargs)


class EditThemesView(ScopedActionView):
    """The subjects of one association. Associations are shared by all regions: `reference`."""

    permission = Permission.OUTREACH_MANAGE
    model = Association
    reference = True
    form_class = ThemesForm
    template_name = "outreach/manage/edit_themes.html"
    success_message = "Les sujets sont enregistrés."

    def get_initial(self):
        return {"themes": sorted(themes_of(self.object))}

    def perform(self, data):
        return set_themes(
            association=self.object.accredited,
            themes={Theme(code) for code in data["themes"]},
            by=self.request.user,
            source="France Assos Santé",
            today=timezone.localdate(),
        )

    def get_success_url(self):
        return reverse("outreach:themes")
