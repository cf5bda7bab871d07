"""The pages of the messages that leave and of their texts."""

from django.urls import path

from portevoix.front.workspace.views import messages, texts

urlpatterns = [
    path("messages/", messages.MessagesView.as_view(), name="messages"),
    path("messages/renvoyer/", messages.RetryView.as_view(), name="retry_messages"),
    path("messages/<int:pk>/", messages.MessageView.as_view(), name="message"),
    path("messages/<int:pk>/renvoyer/", messages.RetryOneView.as_view(), name="retry_message"),
    path("messages/<int:pk>/autre-adresse/", messages.ElsewhereView.as_view(), name="send_elsewhere"),
    path("textes/", texts.TextsView.as_view(), name="texts"),
    path("textes/<str:code>/", texts.TextView.as_view(), name="text"),
    path("textes/<str:code>/rediger/", texts.RewriteView.as_view(), name="rewrite_text"),
    path("textes/<str:code>/revenir/", texts.RestoreView.as_view(), name="restore_text"),
    path("textes/<str:code>/essai/", texts.TrialView.as_view(), name="try_text"),
]
