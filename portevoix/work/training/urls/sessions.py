"""Pages of France Assos Santé, under `/espace/formations/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.training.views import attendance, courses, session_acts, sessions

urlpatterns = [
    path("", sessions.SessionsView.as_view(), name="sessions"),
    path("nouvelle/", sessions.NewSessionView.as_view(), name="new_session"),
    path("catalogue/", courses.CoursesView.as_view(), name="courses"),
    path("catalogue/nouvelle/", courses.NewCourseView.as_view(), name="new_course"),
    path("catalogue/<int:pk>/modifier/", courses.EditCourseView.as_view(), name="edit_course"),
    path("catalogue/<int:pk>/retirer/", courses.WithdrawCourseView.as_view(), name="withdraw_course"),
    path("<int:pk>/", sessions.SessionView.as_view(), name="session"),
    path("<int:pk>/modifier/", sessions.EditSessionView.as_view(), name="edit_session"),
    path("<int:pk>/ouvrir/", session_acts.OpenSessionView.as_view(), name="open_session"),
    path("<int:pk>/confirmer/", session_acts.ConfirmSessionView.as_view(), name="confirm_session"),
    path("<int:pk>/annuler/", session_acts.CancelSessionView.as_view(), name="cancel_session"),
    path("<int:pk>/inscrire/", session_acts.EnrolSomebodyView.as_view(), name="enrol_somebody"),
    path("<int:pk>/inscrits/", sessions.EnrolledFileView.as_view(), name="enrolled_file"),
    path("<int:pk>/presences/<int:half_day>/", attendance.SheetView.as_view(), name="sheet"),
    path("<int:pk>/feuille-de-presence/", attendance.PaperSheetView.as_view(), name="paper_sheet"),
    path("<int:pk>/clore-les-presences/", session_acts.CloseSheetView.as_view(), name="close_sheet"),
    path("<int:pk>/rouvrir-les-presences/", session_acts.ReopenSheetView.as_view(), name="reopen_sheet"),
    path("inscriptions/<int:pk>/annuler/", session_acts.CancelEnrolmentView.as_view(), name="cancel_enrolment"),
    path("inscriptions/<int:pk>/confirmer/", session_acts.AcceptForSomebodyView.as_view(), name="accept_place"),
    path("inscriptions/<int:pk>/besoins/", session_acts.NeedOfSomebodyView.as_view(), name="needs"),
    *(path(f"liste.{form}", sessions.SessionsFileView.as_view(), {"format": form.value}, name=f"sessions_{form}") for form in TableFormat),
    *(
        path(f"catalogue/liste.{form}", courses.CoursesFileView.as_view(), {"format": form.value}, name=f"courses_{form}")
        for form in TableFormat
    ),
]
