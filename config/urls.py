"""The URL table: one line a package, in the order of the floors."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portevoix.base.core.urls")),
    path("", include("portevoix.base.accounts.urls")),
    path("", include("portevoix.base.notifications.urls")),
    path("", include("portevoix.base.documents.urls")),
    path("", include("portevoix.work.candidacies.urls")),
    path("", include("portevoix.work.training.urls")),
    path("", include("portevoix.work.activity.urls")),
    path("", include("portevoix.work.outreach.urls")),
    path("", include("portevoix.front.portal.urls")),
    path("donnees-ouvertes/", include("portevoix.front.opendata.urls")),
    path("espace/", include("portevoix.register.orders.urls")),
    path("", include("portevoix.front.workspace.feed_urls")),
    path("espace/", include("portevoix.front.workspace.urls")),
]
if settings.GALLERY:
    urlpatterns.append(path("galerie/", include("portevoix.base.ui.urls")))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("portevoix.front.workspace.demo_urls")))

handler400 = "portevoix.base.ui.errors.bad_request"
handler403 = "portevoix.base.ui.errors.permission_denied"
handler404 = "portevoix.base.ui.errors.page_not_found"
handler429 = "portevoix.base.ui.errors.too_many_requests"
handler500 = "portevoix.base.ui.errors.server_error"
