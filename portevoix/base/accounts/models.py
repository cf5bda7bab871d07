"""Sign-in accounts. A person of the directory may have one; an agent has one without being in the directory."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from portevoix.base.core.privacy import Privacy


class UserManager(BaseUserManager):
    """Creates accounts without a password: the e-mail code is the ordinary way in."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One account, known by its e-mail address; what it may do is said by `access.RoleAssignment`."""

    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_active = models.BooleanField("compte ouvert", default=True)
    is_demo = models.BooleanField("compte de démonstration", default=False, editable=False)
    visits = models.PositiveIntegerField("nombre de connexions", default=0, editable=False)
    passkey_declined = models.BooleanField("ne plus proposer de clé d’accès", default=False, editable=False)
    date_joined = models.DateTimeField("créé le", auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    privacy = Privacy(
        owner="administration de la plateforme",
        personal=True,
        retention="24 mois sans connexion",
        anonymise="le compte est supprimé",
    )

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_ci", violation_error_message="Un compte existe déjà avec cette adresse électronique."
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    def has_usable_password(self) -> bool:
        """Never: the ways in are the e-mail code and the passkey, whatever a row of the table holds."""
        return False

    def check_password(self, raw_password: str) -> bool:
        return False

    @cached_property
    def scope(self):
        """What this account may see, computed once a request by the function that `settings.SCOPE_RESOLVER` names."""
        return import_string(settings.SCOPE_RESOLVER)(self)


class RateCounter(models.Model):
    """How many times something was done since the start of its window (`accounts.limits`); the key is a keyed hash."""

    key = models.CharField("empreinte", max_length=64, primary_key=True)
    count = models.PositiveIntegerField("nombre")
    ends_at = models.DateTimeField("fin de la période", db_index=True)

    privacy = Privacy(owner="administration de la plateforme", personal=False, retention="jusqu’à la fin de la période, un jour au plus")

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self) -> str:
        return f"{self.count} avant {self.ends_at:%H:%M}"
