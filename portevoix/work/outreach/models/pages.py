"""What the public reads: the page « Devenir représentant », testimonies, resources; what associations care about."""

from django.db import models
from django.db.models import Q

from portevoix.base.audit.history import track
from portevoix.base.core.sorting import sort_key_field
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Association, BodyType
from portevoix.register.directory.models.base import Sourced
from portevoix.work.outreach.enums import ItemKind, Theme
from portevoix.work.outreach.models.base import PAGE_PRIVACY, TESTIMONY_PRIVACY, Shown, code_once


@track()
class PageItem(Shown, Sourced):
    """One reason, step, condition or question of « Devenir représentant ». code: of those delivered with the program, else empty."""

    kind = models.CharField("partie de la page", max_length=10, choices=ItemKind.choices)
    code = models.SlugField("code", max_length=40, blank=True, editable=False)
    title = models.CharField("titre", max_length=160)
    text = models.TextField("texte", max_length=2000)

    privacy = PAGE_PRIVACY

    class Meta:
        verbose_name = "texte de « Devenir représentant »"
        verbose_name_plural = "textes de « Devenir représentant »"
        constraints = [code_once("page_item_code_once")]

    def __str__(self) -> str:
        return self.title


class Testimony(Shown):
    """What somebody who sits says of it, under a first name only. No history is kept: the consent withdrawn, nothing remains.

    sits: where, without naming anybody. consent_on: day of the written agreement; consent_source: where that agreement is kept.
    """

    first_name = models.CharField("prénom", max_length=40, help_text="le prénom seul, sans le nom")
    sits = models.CharField("où cette personne siège", max_length=160)
    text = models.TextField("témoignage", max_length=1200)
    consent_on = models.DateField("accord écrit du", null=True, blank=True)
    consent_source = models.CharField("où est gardé l’accord", max_length=160, blank=True)

    privacy = TESTIMONY_PRIVACY

    class Meta:
        verbose_name = "témoignage"
        verbose_name_plural = "témoignages"
        constraints = [
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(consent_on__isnull=False, shown__startswith__gte=models.F("consent_on")),
                name="testimony_shown_with_consent",
                violation_error_message="Un témoignage est publié après l’accord écrit de la personne\u00a0: notez la date de cet accord.",
            ),
            models.CheckConstraint(
                condition=Q(first_name__regex=r"^[^\s]+$"),
                name="testimony_first_name_only",
                violation_error_message="Écrivez le prénom seul, sans le nom.",
            ),
        ]

    def __str__(self) -> str:
        return f"témoignage {self.pk}"


@track(exclude=("sort_key",))
class Resource(Shown, Sourced):
    """A document or a page useful to those who sit: an address or a file, one of the two. Without type: for every body."""

    code = models.SlugField("code", max_length=40, blank=True, editable=False)
    title = models.CharField("titre", max_length=160)
    summary = models.CharField("en une phrase", max_length=300)
    link = models.URLField("adresse de la page", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body_types = models.ManyToManyField(BodyType, verbose_name="instances concernées", blank=True, related_name="resources")
    sort_key = sort_key_field("title")

    privacy = PAGE_PRIVACY

    class Meta:
        verbose_name = "ressource"
        verbose_name_plural = "ressources"
        constraints = [
            code_once("resource_code_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=True) ^ Q(link=""),
                name="resource_link_or_file",
                violation_error_message="Donnez une adresse ou un fichier, l’un des deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssociationTheme(Sourced):
    """A subject of an association, said to whoever looks for one; its sections have it too."""

    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField("sujet", max_length=20, choices=Theme.choices)

    privacy = PAGE_PRIVACY

    class Meta:
        verbose_name = "sujet d’une association"
        verbose_name_plural = "sujets des associations"
        constraints = [
            models.UniqueConstraint(
                "association", "theme", name="association_theme_once", violation_error_message="Ce sujet est déjà noté."
            )
        ]

    def __str__(self) -> str:
        return f"{self.association}, {self.get_theme_display()}"
