"""The pages of the package, at their place under the root."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.outreach.views import asking, figures, following, home, orientation, public, shelves, themes

app_name = "outreach"
MANAGE = "espace/devenir-representant"


def _shelf(where: str, name: str, list_name: str, *, listed, write, publish, withdraw, move) -> list:
    """Return the addresses of one kind of rows: list, add, correct, publish, withdraw, move."""
    at = f"{MANAGE}/{where}"
    return [
        path(f"{at}/", listed.as_view(), name=list_name),
        path(f"{at}/ajouter/", write.as_view(), name=f"add_{name}"),
        path(f"{at}/<int:pk>/", write.as_view(), name=f"edit_{name}"),
        path(f"{at}/<int:pk>/mettre-en-ligne/", publish.as_view(), name=f"publish_{name}"),
        path(f"{at}/<int:pk>/retirer/", withdraw.as_view(), name=f"withdraw_{name}"),
        path(f"{at}/<int:pk>/deplacer/", move.as_view(), name=f"move_{name}"),
    ]


def _follow(at: str, name: str, *, sheet, step, note, close, offer) -> list:
    """Return the addresses about one hand-over, for one of the two who follow it."""
    return [
        path(f"{at}/<int:pk>/", sheet.as_view(), name=name),
        path(f"{at}/<int:pk>/etape/", step.as_view(), name=f"{name}_step"),
        path(f"{at}/<int:pk>/suivi/", note.as_view(), name=f"{name}_note"),
        path(f"{at}/<int:pk>/clore/", close.as_view(), name=f"{name}_close"),
        path(f"{at}/<int:pk>/transmettre/", offer.as_view(), name=f"{name}_offer"),
    ]


def _files(at: str, name: str, view) -> list:
    """Return one address a format of file."""
    return [path(f"{at}.{form.value}", view.as_view(), {"format": form.value}, name=f"{name}_{form.value}") for form in TableFormat]


urlpatterns = [
    path("devenir-representant/", public.become, name="become"),
    path("devenir-representant/orientation/", orientation.start, name="start"),
    path("devenir-representant/orientation/resultat/", orientation.result, name="result"),
    path("devenir-representant/orientation/<slug:name>/", orientation.question, name="question"),
    path("devenir-representant/mise-en-relation/", asking.hand_over, name="hand_over"),
    path("devenir-representant/ma-demande/<str:token>/", asking.my_request, name="my_request"),
    path("devenir-representant/accord/<str:token>/", asking.my_offer, name="my_offer"),
    path("ressources/", public.resources, name="resources"),
    path("ressources/<int:pk>/fichier/", public.resource_file, name="resource_file"),
    path(f"{MANAGE}/", home.HomeView.as_view(), name="home"),
    *_shelf(
        "textes",
        "item",
        "items",
        listed=shelves.ItemsView,
        write=shelves.WriteItemView,
        publish=shelves.PublishItemView,
        withdraw=shelves.WithdrawItemView,
        move=shelves.MoveItemView,
    ),
    *_shelf(
        "temoignages",
        "testimony",
        "testimonies",
        listed=shelves.TestimoniesView,
        write=shelves.WriteTestimonyView,
        publish=shelves.PublishTestimonyView,
        withdraw=shelves.WithdrawTestimonyView,
        move=shelves.MoveTestimonyView,
    ),
    path(f"{MANAGE}/temoignages/<int:pk>/supprimer/", shelves.EraseTestimonyView.as_view(), name="erase_testimony"),
    *_shelf(
        "ressources",
        "resource",
        "manage_resources",
        listed=shelves.ResourcesView,
        write=shelves.WriteResourceView,
        publish=shelves.PublishResourceView,
        withdraw=shelves.WithdrawResourceView,
        move=shelves.MoveResourceView,
    ),
    path(f"{MANAGE}/associations/", themes.ThemesView.as_view(), name="themes"),
    path(f"{MANAGE}/associations/<int:pk>/", themes.EditThemesView.as_view(), name="edit_themes"),
    path("espace/demandes-recues/", following.ReceivedListView.as_view(), name="received_list"),
    *_follow(
        "espace/demandes-recues",
        "received",
        sheet=following.ReceivedView,
        step=following.ReceivedStepView,
        note=following.ReceivedNoteView,
        close=following.ReceivedCloseView,
        offer=following.ReceivedOfferView,
    ),
    path(f"{MANAGE}/demandes/", following.FollowedListView.as_view(), name="followed_list"),
    *_files(f"{MANAGE}/demandes/liste", "followed", following.FollowedFileView),
    *_follow(
        f"{MANAGE}/demandes",
        "followed",
        sheet=following.FollowedView,
        step=following.FollowedStepView,
        note=following.FollowedNoteView,
        close=following.FollowedCloseView,
        offer=following.FollowedOfferView,
    ),
    path(f"{MANAGE}/chiffres/", figures.FiguresView.as_view(), name="figures"),
    *_files(f"{MANAGE}/chiffres/etapes", "figures", figures.FiguresFileView),
]
