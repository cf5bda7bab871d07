"""One uploaded file: where it is kept, what it is, who sent it."""

import secrets

from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Now

from portevoix.base.core.privacy import Privacy
from portevoix.base.files.enums import EXTENSIONS, FileKind


def upload_storage():
    """The storage called `uploads` in the settings: a folder outside the web root, or an object store."""
    return storages["uploads"]


def random_path(instance: "StoredFile", filename: str) -> str:
    """Return a name that says nothing and cannot be guessed; the sender's own name stays in the row."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """A file that somebody sent; who may read it is decided by the row that points to it.

    `sent_by_number` is the account's number without a foreign key: files are below accounts.
    """

    content = models.FileField("contenu", storage=upload_storage, upload_to=random_path, max_length=100)
    name = models.CharField("nom donné par l’expéditeur", max_length=200)
    kind = models.CharField("nature", max_length=80, choices=FileKind.choices)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    sent_at = models.DateTimeField("envoyé le", db_default=Now(), editable=False)
    sent_by_number = models.BigIntegerField("envoyé par le compte", null=True, blank=True)

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="classeur importé : jusqu’à 12 mois après l’import (à valider avec le DPO)",
        anonymise="le fichier et sa ligne sont supprimés",
    )

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        indexes = [models.Index(fields=["sha256"], name="file_sha256")]

    def __str__(self) -> str:
        return self.name

    @property
    def download_name(self) -> str:
        """The sender's name with the extension that the content really has."""
        extension = EXTENSIONS[FileKind(self.kind)]
        return self.name if self.name.lower().endswith(extension) else f"{self.name}{extension}"
