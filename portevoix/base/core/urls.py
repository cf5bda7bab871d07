"""Addresses of the core."""

from django.urls import path

from portevoix.base.core import views

urlpatterns = [path("sante", views.health_page, name="health")]
