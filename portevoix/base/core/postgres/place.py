"""Where the server's files are: `var/postgres` or, when the account that runs the server cannot go there, a system folder."""

import hashlib
from pathlib import Path

from portevoix.base.core.postgres.account import READABLE_BY_ALL, Account, account_for
from portevoix.base.core.postgres.errors import PostgresError

SYSTEM_FOLDER = Path("/var/lib/portevoix")


def open_place(place: Path) -> Account:
    """Create the folder `place` if need be and return the account that runs its server.

    When we are root and the folder is below a private one (`/root`), the files go to `/var/lib/portevoix` and `place` is a link to
    them: the rights of folders that are not ours are never changed.
    Raises `PostgresError` when the folder cannot be created or reached.
    """
    account = account_for(place / "data")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            create(place, account)
    except OSError as error:
        raise PostgresError(
            f"Le dossier {place} ne peut pas être créé ({error.strerror}) : donnez-vous le droit d’y écrire, "
            "ou indiquez un autre dossier de données par la variable PORTEVOIX_VAR."
        ) from error
    return account


def create(place: Path, account: Account) -> None:
    if account.uid is None or account.can_enter(place.parent):
        make(place)
        return
    name = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    SYSTEM_FOLDER.mkdir(exist_ok=True)
    SYSTEM_FOLDER.chmod(READABLE_BY_ALL)
    elsewhere = SYSTEM_FOLDER / name
    make(elsewhere)
    place.unlink(missing_ok=True)  # a link to a folder that is gone
    place.symlink_to(elsewhere)


def make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(READABLE_BY_ALL)
