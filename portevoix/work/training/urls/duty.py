"""The pages about the duty of the basic training, under `/espace/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.training.views import radar

urlpatterns = [
    path("formation-de-base/", radar.RadarView.as_view(), name="radar"),
    path("nos-formations/formation-de-base/", radar.OurDutiesView.as_view(), name="our_duties"),
    *(
        path(f"{place}formation-de-base/liste.{form}", view.as_view(), {"format": form.value}, name=f"{name}_{form}")
        for place, view, name in (("", radar.RadarFileView, "radar"), ("nos-formations/", radar.OurDutiesFileView, "our_duties"))
        for form in TableFormat
    ),
]
