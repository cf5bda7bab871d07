"""Open data."""

from django.urls import path

from portevoix.front.opendata import views

app_name = "opendata"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>.csv", views.table, name="table"),
    path("<slug:code>.schema.json", views.schema, name="schema"),
]
