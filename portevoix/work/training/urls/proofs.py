"""Addresses of the certificates, of the badges, of the opinions and of the practice groups."""

from django.urls import path

from portevoix.work.training.views import badges, calendars, certificates, groups, satisfaction

urlpatterns = [
    path("espace/formations/<int:pk>/attestations/", certificates.SessionCertificatesView.as_view(), name="certificates"),
    path("espace/formations/<int:pk>/attestations/delivrer/", certificates.IssueView.as_view(), name="issue_certificates"),
    path("espace/formations/<int:pk>/attestations/rouvrir/", certificates.ReopenView.as_view(), name="reopen_and_revoke"),
    path("espace/formations/attestations/<int:pk>/annuler/", certificates.RevokeView.as_view(), name="revoke_certificate"),
    path("espace/formations/attestations/<int:pk>/attestation.pdf", certificates.CertificateFileView.as_view(), name="certificate"),
    path("espace/formations/attestations/<int:pk>/badge.json", badges.BadgeView.as_view(), name="badge"),
    path("espace/formations/attestations/<int:pk>/badge.jwt", badges.SignedBadgeView.as_view(), name="signed_badge"),
    path("espace/ma-formation/attestations/", certificates.MyCertificatesView.as_view(), name="my_certificates"),
    path("espace/nos-formations/attestations/", certificates.OurCertificatesView.as_view(), name="our_certificates"),
    path("formations/sessions/<int:pk>/agenda.ics", calendars.session_calendar, name="session_calendar"),
    path("espace/ma-formation/inscriptions/<int:pk>/agenda.ics", calendars.MySessionCalendarView.as_view(), name="my_session_calendar"),
    path("formations/avis/<str:token>/", satisfaction.LinkedOpinionView.as_view(), name="opinion"),
    path("espace/ma-formation/inscriptions/<int:pk>/avis/", satisfaction.MyOpinionView.as_view(), name="my_opinion"),
    path("espace/formations/avis/", satisfaction.ResultsView.as_view(), name="opinions"),
    path("espace/formations/<int:pk>/avis/", satisfaction.SessionResultsView.as_view(), name="session_opinions"),
    path("espace/groupes/", groups.GroupsView.as_view(), name="groups"),
    path("espace/groupes/apercu/", groups.OverviewView.as_view(), name="groups_overview"),
    path("espace/groupes/nouveau/", groups.NewGroupView.as_view(), name="new_group"),
    path("espace/groupes/<int:pk>/", groups.GroupView.as_view(), name="group"),
    path("espace/groupes/<int:pk>/modifier/", groups.EditGroupView.as_view(), name="edit_group"),
    path("espace/groupes/<int:pk>/clore/", groups.CloseGroupView.as_view(), name="close_group"),
    path("espace/groupes/<int:pk>/membres/ajouter/", groups.AddMemberView.as_view(), name="add_member"),
    path("espace/groupes/<int:pk>/rencontres/ajouter/", groups.AddMeetingView.as_view(), name="add_meeting"),
    path("espace/groupes/membres/<int:pk>/retirer/", groups.RemoveMemberView.as_view(), name="remove_member"),
    path("espace/groupes/rencontres/<int:pk>/annuler/", groups.CancelMeetingView.as_view(), name="cancel_meeting"),
    path("espace/ma-formation/groupes/", groups.MyGroupsView.as_view(), name="my_groups"),
    path("badges/emetteurs/<str:region>.json", badges.issuer, name="badge_issuer"),
    path("badges/formations/<slug:code>.json", badges.achievement, name="badge_achievement"),
    path("badges/annulations.json", badges.revocations, name="badge_revocations"),
    path("badges/cles.json", badges.keys, name="badge_keys"),
]
