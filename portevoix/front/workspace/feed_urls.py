"""The address of a personal calendar, at the root: short, as people paste it in a phone."""

from django.urls import path

from portevoix.front.workspace.views import calendar

urlpatterns = [path("agenda/<str:token>.ics", calendar.feed, name="workspace_feed")]
