"""The public pages."""

from django.urls import path

from portevoix.front.portal.views import bodies, home, nearby

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("sieges-a-pourvoir/", nearby.seats_nearby, name="nearby"),
    path("qui-me-represente/", bodies.who_represents_me, name="who"),
    path("instances/<int:pk>/", bodies.body, name="body"),
    path("departements/<str:code>/", bodies.department, name="department"),
]
