"""Agents' pages about calls, under `/espace/appels/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.candidacies.views import call_acts, calls

urlpatterns = [
    path("", calls.CallsView.as_view(), name="calls"),
    path("nouveau/", calls.NewCallView.as_view(), name="new_call"),
    path("<int:pk>/", calls.CallView.as_view(), name="call"),
    path("<int:pk>/modifier/", call_acts.EditCallView.as_view(), name="edit_call"),
    path("<int:pk>/ouvrir/", call_acts.OpenCallView.as_view(), name="open_call"),
    path("<int:pk>/clore/", call_acts.CloseCallView.as_view(), name="close_call"),
    path("<int:pk>/rouvrir/", call_acts.ReopenCallView.as_view(), name="reopen_call"),
    path("<int:pk>/prolonger/", call_acts.ExtendCallView.as_view(), name="extend_call"),
    path("<int:pk>/annuler/", call_acts.CancelCallView.as_view(), name="cancel_call"),
    path("<int:pk>/terminer-les-decisions/", call_acts.FinishDecisionsView.as_view(), name="finish_decisions"),
    path("<int:pk>/publier/", call_acts.PublishCallView.as_view(), name="publish_call"),
    path("<int:pk>/sieges/actualiser/", call_acts.RefreshSeatsView.as_view(), name="refresh_call_seats"),
    path("<int:pk>/sieges/ajouter/", call_acts.AddSeatView.as_view(), name="add_call_seat"),
    path("sieges/<int:pk>/retirer/", call_acts.RemoveSeatView.as_view(), name="remove_call_seat"),
    path("<int:pk>/documents/ajouter/", call_acts.AddDocumentView.as_view(), name="add_call_document"),
    path("documents/<int:pk>/", call_acts.DocumentView.as_view(), name="call_document"),
    path("documents/<int:pk>/retirer/", call_acts.RemoveDocumentView.as_view(), name="remove_call_document"),
    *(
        path(f"<int:pk>/sieges.{form}", calls.SeatsFileView.as_view(), {"format": form.value}, name=f"call_seats_{form}")
        for form in TableFormat
    ),
]
