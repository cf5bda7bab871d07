"""The pages about the duty of the basic training, under `/espace/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.training.views import equivalences, placement, radar, reminders

urlpatterns = [
    path("formation-de-base/", radar.RadarView.as_view(), name="radar"),
    path("nos-formations/formation-de-base/", radar.OurDutiesView.as_view(), name="our_duties"),
    path("formation-de-base/lieux/", placement.PlacementView.as_view(), name="placement"),
    path("formation-de-base/rappels/", reminders.RemindView.as_view(), name="remind"),
    path("formation-de-base/equivalences/", equivalences.EquivalencesView.as_view(), name="equivalences"),
    path("formation-de-base/equivalences/<int:pk>/", equivalences.EquivalenceView.as_view(), name="equivalence"),
    path("formation-de-base/equivalences/<int:pk>/attestation/", equivalences.ProofView.as_view(), name="equivalence_proof"),
    path("formation-de-base/equivalences/<int:pk>/accorder/", equivalences.GrantView.as_view(), name="grant_equivalence"),
    path("formation-de-base/equivalences/<int:pk>/refuser/", equivalences.RefuseView.as_view(), name="refuse_equivalence"),
    path("formation-de-base/equivalences/<int:pk>/revenir/", equivalences.UndoView.as_view(), name="undo_equivalence"),
    path("ma-formation/equivalence/", equivalences.MyEquivalenceView.as_view(), name="my_equivalence"),
    *(
        path(f"{place}formation-de-base/liste.{form}", view.as_view(), {"format": form.value}, name=f"{name}_{form}")
        for place, view, name in (("", radar.RadarFileView, "radar"), ("nos-formations/", radar.OurDutiesFileView, "our_duties"))
        for form in TableFormat
    ),
]
