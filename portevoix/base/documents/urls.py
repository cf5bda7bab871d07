"""The addresses of the public check."""

from django.urls import path

from portevoix.base.documents import views

app_name = "documents"
urlpatterns = [
    path("verifier/", views.verify, name="verify"),
    path("verifier/<str:code>/", views.document, name="document"),
]
