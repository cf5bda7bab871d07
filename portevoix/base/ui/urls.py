"""The gallery of components; included only where `settings.GALLERY` is true (demonstration and tests)."""

from django.urls import path

from portevoix.base.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, {"layout": "public"}, name="gallery"),
    path("travail/", views.gallery, {"layout": "work"}, name="gallery_work"),
    path("confirmation/", views.confirmation, name="gallery_confirmation"),
]
