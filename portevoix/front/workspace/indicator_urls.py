"""The pages of the indicators, under `/espace/indicateurs/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.front.workspace.views import indicators

urlpatterns = [
    path("", indicators.IndicatorsView.as_view(), name="indicators"),
    *(
        path(f"liste.{form}", indicators.IndicatorsFileView.as_view(), {"format": form.value}, name=f"indicators_{form}")
        for form in TableFormat
    ),
]
