"""The pages under `/demo/`: in the URL table of the demonstration only (`settings.DEMO`)."""

from django.urls import path

from portevoix.front.workspace.views import demo

app_name = "demo"
urlpatterns = [
    path("connexion/", demo.sign_in, name="sign_in"),
    path("courriels/", demo.mailbox, name="mailbox"),
]
