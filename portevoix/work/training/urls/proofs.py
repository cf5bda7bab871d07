"""Addresses of the certificates and of the badges."""

from django.urls import path

from portevoix.work.training.views import badges, certificates

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
    path("badges/emetteurs/<str:region>.json", badges.issuer, name="badge_issuer"),
    path("badges/formations/<slug:code>.json", badges.achievement, name="badge_achievement"),
    path("badges/annulations.json", badges.revocations, name="badge_revocations"),
    path("badges/cles.json", badges.keys, name="badge_keys"),
]
