"""The pages where agents act, under `/espace/`."""

from django.urls import path

from portevoix.front.workspace.views import association_acts, body_acts, designation, exports, mandates, merging, rules

urlpatterns = [
    path("instances/nouvelle/", body_acts.CreateBodyView.as_view(), name="create_body"),
    path("instances/<int:pk>/mandats/nouveau/", designation.DesignateView.as_view(), name="designate"),
    path("instances/<int:pk>/sieges/nouveau/", body_acts.AddSeatView.as_view(), name="add_seat"),
    path("instances/<int:pk>/clore/", body_acts.CloseBodyView.as_view(), name="close_body"),
    path("instances/<int:pk>/rouvrir/", body_acts.ReopenBodyView.as_view(), name="reopen_body"),
    path("sieges/<int:pk>/fermer/", body_acts.CloseSeatView.as_view(), name="close_seat"),
    path("sieges/<int:pk>/rouvrir/", body_acts.ReopenSeatView.as_view(), name="reopen_seat"),
    path("mandats/<int:pk>/", mandates.MandateView.as_view(), name="mandate"),
    path("mandats/<int:pk>/terminer/", mandates.EndMandateView.as_view(), name="end_mandate"),
    path("mandats/<int:pk>/corriger-la-fin/", mandates.CorrectEndView.as_view(), name="correct_end"),
    path("mandats/<int:pk>/prolonger/", mandates.ExtendView.as_view(), name="extend_mandate"),
    path("mandats/<int:pk>/annoncer-un-depart/", mandates.AnnounceDepartureView.as_view(), name="announce_departure"),
    path("mandats/<int:pk>/retirer-l-annonce/", mandates.WithdrawDepartureView.as_view(), name="withdraw_departure"),
    path("mandats/<int:pk>/changer-de-siege/", mandates.SwitchSeatView.as_view(), name="switch_seat"),
    path("mandats/<int:pk>/retirer/", mandates.RemoveMandateView.as_view(), name="remove_mandate"),
    path("associations/nouvelle/", association_acts.CreateAssociationView.as_view(), name="create_association"),
    path("associations/<int:pk>/corriger/", association_acts.CorrectAssociationView.as_view(), name="correct_association"),
    path("associations/<int:pk>/renommer/", association_acts.RenameAssociationView.as_view(), name="rename_association"),
    path("associations/<int:pk>/agrements/nouveau/", association_acts.RecordAccreditationView.as_view(), name="record_accreditation"),
    path("associations/<int:pk>/sections/nouvelle/", association_acts.AddSectionView.as_view(), name="add_section"),
    path("associations/<int:pk>/noms/nouveau/", association_acts.AddAliasView.as_view(), name="add_alias"),
    path("associations/<int:pk>/terminer-les-mandats/", association_acts.CloseMandatesView.as_view(), name="close_mandates"),
    path("agrements/<int:pk>/depot/", association_acts.FileRenewalView.as_view(), name="file_renewal"),
    path("agrements/<int:pk>/renouveler/", association_acts.RenewAccreditationView.as_view(), name="renew_accreditation"),
    path("agrements/<int:pk>/retirer/", association_acts.WithdrawAccreditationView.as_view(), name="withdraw_accreditation"),
    path("agrements/<int:pk>/retablir/", association_acts.RestoreAccreditationView.as_view(), name="restore_accreditation"),
    path("personnes/<int:pk>/reunir/", merging.MergeView.as_view(), name="merge_people"),
    path("reunions/<int:pk>/separer/", merging.UnmergeView.as_view(), name="unmerge_people"),
    path("sieges/exporter/", exports.ExportView.as_view(), name="export_seats"),
    path("regles/", rules.RulesView.as_view(), name="body_types"),
    path("regles/<int:pk>/", rules.BodyTypeView.as_view(), name="body_type"),
    path("regles/<int:pk>/nouvelle/", rules.AddRuleView.as_view(), name="add_rule"),
    path("regles/<int:pk>/creer/", rules.CreateBodiesView.as_view(), name="create_bodies"),
    path("regles/versions/<int:pk>/corriger/", rules.CorrectRuleView.as_view(), name="correct_rule"),
    path("regles/versions/<int:pk>/retirer/", rules.RemoveRuleView.as_view(), name="remove_rule"),
]
