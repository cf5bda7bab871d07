"""Where the server's files are: `var/postgres` or, when the account that runs the server cannot go there, a system folder."""

import shutil
import tempfile
from pathlib import Path

from portevoix.base.core.postgres.account import READABLE_BY_ALL, Account, account_for
from portevoix.base.core.postgres.errors import PostgresError
from portevoix.base.core.postgres.handles import identity

SYSTEM_FOLDER = Path("/var/lib/portevoix")
OWNER = "belongs-to"  # in such a folder: the path of the link that points to it


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
        place.mkdir(exist_ok=True)
        place.chmod(READABLE_BY_ALL)
        return
    SYSTEM_FOLDER.mkdir(exist_ok=True)
    SYSTEM_FOLDER.chmod(READABLE_BY_ALL)
    remove_orphans()
    elsewhere = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER, prefix="var-"))
    elsewhere.chmod(READABLE_BY_ALL)
    (elsewhere / OWNER).write_text(str(place.absolute()), encoding="utf-8")
    place.unlink(missing_ok=True)  # a link to a folder that is gone
    place.symlink_to(elsewhere)


def remove_orphans() -> None:
    """Erase the system folders of projects that were deleted: nothing points to them any more and no server runs there."""
    for folder in SYSTEM_FOLDER.glob("var-*"):
        try:
            owner = Path((folder / OWNER).read_text(encoding="utf-8"))
            postmaster = (folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[:1]
        except FileNotFoundError as error:
            if error.filename.endswith(OWNER):  # being created at this moment
                continue
            postmaster = []
        if owner.resolve() != folder and not (postmaster and identity(int(postmaster[0]))):
            shutil.rmtree(folder, ignore_errors=True)
