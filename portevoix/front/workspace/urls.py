"""The pages under `/espace/`; each family of pages adds its lines."""

from django.urls import include, path

from portevoix.front.workspace.views import (
    account_opening,
    administration,
    associations,
    bodies,
    federations,
    forecast,
    home,
    own,
    people,
    seats,
)

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("sieges/", seats.SeatsView.as_view(), name="seats"),
    path("sieges/echeances/", forecast.ForecastView.as_view(), name="forecast"),
    path("sieges/vues/nouvelle/", seats.SaveView.as_view(), name="save_view"),
    path("sieges/vues/<int:pk>/supprimer/", seats.DeleteView.as_view(), name="delete_view"),
    path("instances/<int:pk>/", bodies.BodyView.as_view(), name="body"),
    path("personnes/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("associations/", associations.AssociationsView.as_view(), name="associations"),
    path("associations/<int:pk>/", associations.AssociationView.as_view(), name="association"),
    path("federations/", federations.FederationsView.as_view(), name="federations"),
    path("federations/<int:pk>/", federations.FederationView.as_view(), name="federation"),
    path("nos-mandats/", own.AssociationMandatesView.as_view(), name="association_mandates"),
    path("mes-mandats/", own.MyMandatesView.as_view(), name="my_mandates"),
    path("droits/", administration.RightsView.as_view(), name="roles"),
    path("droits/ouvrir-les-comptes/", account_opening.OpenAccountsView.as_view(), name="open_accounts"),
    path("droits/donner/", administration.RolesView.as_view(), name="grant_role"),
    path("droits/donner/<slug:code>/", administration.GrantView.as_view(), name="grant"),
    path("droits/<int:pk>/retirer/", administration.RevokeView.as_view(), name="revoke"),
    path("comptes/<int:pk>/", administration.AccountView.as_view(), name="account"),
    path("comptes/<int:pk>/fermer/", administration.CloseAccountView.as_view(), name="close_account"),
    path("comptes/<int:pk>/rouvrir/", administration.ReopenAccountView.as_view(), name="reopen_account"),
    path("comptes/<int:pk>/retirer-preuves/", administration.RemoveProofsView.as_view(), name="remove_proofs"),
    path("journal/", administration.journal, name="journal"),
    path("", include("portevoix.front.workspace.own_urls")),
    path("", include("portevoix.front.workspace.act_urls")),
    path("", include("portevoix.front.workspace.message_urls")),
    path("indicateurs/", include("portevoix.front.workspace.indicator_urls")),
    path("mon-agenda/", include("portevoix.front.workspace.calendar_urls")),
    path("imports/", include("portevoix.front.workspace.import_urls")),
]
