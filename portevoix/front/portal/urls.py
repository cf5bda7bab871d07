"""The public pages."""

from django.urls import path

from portevoix.front.portal.views import bodies, home, nearby, texts

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("sieges-a-pourvoir/", nearby.seats_nearby, name="nearby"),
    path("qui-me-represente/", bodies.who_represents_me, name="who"),
    path("instances/<int:pk>/", bodies.body, name="body"),
    path("departements/<str:code>/", bodies.department, name="department"),
    path("mes-droits/", texts.rights, name="rights"),
    path("m-engager/", texts.engage, name="engage"),
    path("instances/types/", texts.body_types, name="body_types"),
    path("instances/types/<str:code>/", texts.body_type, name="body_type"),
    path("associations/", texts.associations, name="associations"),
    path("plan-du-site/", texts.sitemap, name="sitemap"),
    path("accessibilite/", texts.accessibility_statement, name="accessibility"),
    path("mentions-legales/", texts.legal, name="legal"),
    path("donnees-personnelles/", texts.privacy, name="privacy"),
]
