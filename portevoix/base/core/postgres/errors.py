"""What the launcher says when it cannot do its work."""

from django.db.utils import OperationalError


class PostgresError(OperationalError):
    """The embedded server cannot be used; the (French) message says what to do and is shown as it is."""
