"""Public pages, under `/formations/`."""

from django.urls import path

from portevoix.work.training.views import public

urlpatterns = [
    path("", public.catalogue, name="catalogue"),
    path("sessions/<int:pk>/", public.session, name="public_session"),
    path("place/<str:token>/", public.place, name="place"),
    path("<slug:code>/", public.course, name="course"),
]
