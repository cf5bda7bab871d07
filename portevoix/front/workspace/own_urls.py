"""The pages of the person: their space, their peers, their data; and the requests that agents answer."""

from django.urls import path

from portevoix.front.workspace.views import data_requests, my_data, peers, space

DATA = "mes-donnees/"

urlpatterns = [
    path("mon-espace/", space.MySpaceView.as_view(), name="my_space"),
    path("mon-espace/imprimer/", space.PrintSpaceView.as_view(), name="print_my_space"),
    path("mes-mandats/<int:pk>/souhait/", space.RenewalWishView.as_view(), name="renewal_wish"),
    path("mes-collegues/", peers.MyPeersView.as_view(), name="my_peers"),
    path(DATA, my_data.MyDataView.as_view(), name="my_data"),
    path(f"{DATA}accord/", my_data.ConsentView.as_view(), name="my_consent"),
    path(f"{DATA}commune/", my_data.HomeView.as_view(), name="my_home"),
    path(f"{DATA}telephone/", my_data.PhoneView.as_view(), name="my_phone"),
    path(f"{DATA}adresse/", my_data.EmailView.as_view(), name="my_email"),
    path(f"{DATA}adresse/<str:token>/", my_data.ConfirmEmailView.as_view(), name="confirm_my_email"),
    path(f"{DATA}demander/", my_data.AskView.as_view(), name="my_request"),
    path(f"{DATA}telecharger/", my_data.DownloadView.as_view(), name="my_download"),
    path("demandes-donnees/", data_requests.RequestsView.as_view(), name="data_requests"),
    path("demandes-donnees/<int:pk>/", data_requests.AnswerView.as_view(), name="data_request"),
]
