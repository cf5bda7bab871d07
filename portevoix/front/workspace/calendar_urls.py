"""« Mon agenda », under `/espace/mon-agenda/`."""

from django.urls import path

from portevoix.front.workspace.views import calendar

urlpatterns = [
    path("", calendar.MyCalendarView.as_view(), name="my_calendar"),
    path("creer/", calendar.CreateFeedView.as_view(), name="create_calendar"),
    path("revoquer/", calendar.RevokeFeedView.as_view(), name="revoke_calendar"),
]
