"""The pages of the package, at their place under the root."""

from django.urls import URLPattern

app_name = "activity"
urlpatterns: list[URLPattern] = []
