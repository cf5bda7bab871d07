"""The pages under `/espace/`; each family of pages adds its lines."""

from django.urls import path

from portevoix.front.workspace.views import bodies, forecast, home, seats

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("sieges/", seats.SeatsView.as_view(), name="seats"),
    path("sieges/echeances/", forecast.ForecastView.as_view(), name="forecast"),
    path("sieges/vues/nouvelle/", seats.SaveView.as_view(), name="save_view"),
    path("sieges/vues/<int:pk>/supprimer/", seats.DeleteView.as_view(), name="delete_view"),
    path("instances/<int:pk>/", bodies.BodyView.as_view(), name="body"),
]
