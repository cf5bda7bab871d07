"""The pages of the package, at their place under the root."""

from django.urls import path

from portevoix.work.outreach.views import home, public, shelves, themes

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


urlpatterns = [
    path("devenir-representant/", public.become, name="become"),
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
]
