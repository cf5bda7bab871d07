"""Public pages about calls, under `/appels/`."""

from django.urls import path

from portevoix.work.candidacies.views import feed, public

urlpatterns = [
    path("", public.calls, name="public_calls"),
    path("atom.xml", feed.calls_feed, name="calls_feed"),
    path("documents/<int:pk>/", public.document, name="public_call_document"),
    path("<slug:number>/", public.call, name="public_call"),
]
