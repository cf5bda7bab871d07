"""Who runs the server: oneself or, as PostgreSQL refuses root, a system account without rights."""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portevoix.base.core.postgres.errors import PostgresError

SYSTEM_ACCOUNT = "portevoix"
READABLE_BY_ALL = 0o755
PRIVATE = 0o700


@dataclass(frozen=True)
class Account:
    """A system account; `uid` None is oneself."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def popen_options(self) -> dict:
        """Return the arguments of `subprocess` that make a program run as this account."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder that we made to this account, closed to the others."""
        path.chmod(PRIVATE)
        if self.uid is not None:
            os.chown(path, self.uid, self.gid)

    def owns(self, folder: Path) -> bool:
        """Tell whether `folder` is there and really ours; it is made when nothing bears its name (nobody else can then slip in)."""
        try:
            folder.mkdir(PRIVATE)
            return True
        except FileExistsError:
            found = folder.lstat()
            expected = os.geteuid() if self.uid is None else self.uid
            return stat.S_ISDIR(found.st_mode) and found.st_uid == expected

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this account reaches `folder` through all its parents (asked to the kernel, not computed)."""
        test = subprocess.run(["test", "-x", str(folder)], check=False, cwd="/", **self.popen_options())  # noqa: S607
        return test.returncode == 0


def account_for(data: Path) -> Account:
    """Return the account that runs the server whose data are (or will be) in the folder `data`.

    Oneself, unless we are root: then the owner of the data or, the first time, the account `portevoix`, created if need be.
    Raises `PostgresError` when the data belong to somebody else.
    """
    try:
        owner = data.stat()
    except FileNotFoundError:
        owner = None
    except PermissionError as error:
        raise PostgresError(f"Le dossier {data} n’est pas accessible : lancez le programme avec le compte qui l’a créé.") from error
    me = os.geteuid()
    if me:
        if owner and owner.st_uid != me:
            raise PostgresError(
                f"Le dossier {data} appartient à « {account_name(owner.st_uid)} » : lancez le programme avec ce compte, "
                "ou indiquez un autre dossier de données par la variable PORTEVOIX_VAR."
            )
        return Account(account_name(me))
    if owner is None:
        return system_account()
    if owner.st_uid == 0:
        raise PostgresError(
            f"Le dossier {data} appartient à root, que PostgreSQL refuse : exécutez "
            f"« chown -R {SYSTEM_ACCOUNT} '{data}' » après avoir créé ce compte, puis recommencez."
        )
    return Account(account_name(owner.st_uid), owner.st_uid, owner.st_gid)


def account_name(uid: int) -> str:
    """Return the name of an account, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def system_account() -> Account:
    """Return the account without rights that runs the server when we are root; it is created the first time."""
    try:
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        entry = create_system_account()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def create_system_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
    with suppress(OSError, subprocess.SubprocessError):  # a second process may have been quicker: the look-up decides
        subprocess.run(command, check=True, capture_output=True, timeout=30)
    try:
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError as error:
        raise PostgresError(
            "PostgreSQL refuse de fonctionner sous root et le compte système n’a pas pu être créé : "
            f"exécutez « {' '.join(command)} », ou lancez le programme avec un compte ordinaire."
        ) from error
