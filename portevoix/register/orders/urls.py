"""The pages under `/espace/arretes/`, and what is said on paper of mandates and bodies."""

from django.urls import include, path

from portevoix.register.orders.views import certificates, lists, sheet, signatories, steps, templates, writing

app_name = "orders"
ORDERS = [
    path("", lists.OrdersView.as_view(), name="orders"),
    path("exporter/", lists.ExportView.as_view(), name="export"),
    path("signer/", lists.SignManyView.as_view(), name="sign_many"),
    path("signer/resultat/", lists.SignedManyView.as_view(), name="signed"),
    path("nouveau/", writing.NewOrderView.as_view(), name="new"),
    path("modeles/", templates.TemplatesView.as_view(), name="templates"),
    path("modeles/<int:pk>/", templates.TemplateView.as_view(), name="template"),
    path("modeles/<int:pk>/adapter/", templates.AdoptView.as_view(), name="adopt_template"),
    path("signataires/", signatories.SignatoriesView.as_view(), name="signatories"),
    path("signataires/nouveau/", signatories.AddSignatoryView.as_view(), name="add_signatory"),
    path("signataires/<int:pk>/terminer/", signatories.EndSignatoryView.as_view(), name="end_signatory"),
    path("lignes/<int:pk>/retirer/", writing.RemoveLineView.as_view(), name="remove_line"),
    path("<int:pk>/", sheet.OrderView.as_view(), name="order"),
    path("<int:pk>/lire/", sheet.TextView.as_view(), name="text"),
    path("<int:pk>/apercu.pdf", sheet.PreviewView.as_view(), name="preview"),
    path("<int:pk>/projet.docx", sheet.WordView.as_view(), name="word"),
    path("<int:pk>/document.pdf", sheet.DocumentView.as_view(), name="document"),
    path("<int:pk>/exemplaire-signe.pdf", sheet.CopyFileView.as_view(), name="copy"),
    path("<int:pk>/texte/", writing.EditTextView.as_view(), name="edit_text"),
    path("<int:pk>/details/", writing.EditDetailsView.as_view(), name="edit_details"),
    path("<int:pk>/lignes/ajouter/", writing.AddLineView.as_view(), name="add_line"),
    path("<int:pk>/modifier/", writing.ModifyView.as_view(), name="modify"),
    path("<int:pk>/abroger/", writing.RepealView.as_view(), name="repeal"),
    path("<int:pk>/soumettre/", steps.PrepareView.as_view(), name="prepare"),
    path("<int:pk>/reprendre/", steps.TakeBackView.as_view(), name="take_back"),
    path("<int:pk>/renvoyer/", steps.SendBackView.as_view(), name="send_back"),
    path("<int:pk>/signer/", steps.SignView.as_view(), name="sign"),
    path("<int:pk>/publier/", steps.PublishView.as_view(), name="publish"),
    path("<int:pk>/joindre/", steps.AttachCopyView.as_view(), name="attach"),
    path("<int:pk>/abandonner/", steps.AbandonView.as_view(), name="abandon"),
]
urlpatterns = [
    path("arretes/", include(ORDERS)),
    path("mandats/<int:pk>/attestation/", certificates.CertificateView.as_view(), name="certificate"),
    path("instances/<int:pk>/liste-nominative.pdf", certificates.RosterView.as_view(), name="roster"),
]
