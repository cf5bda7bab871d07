"""Where log lines go: plain sentences in the terminal of the demonstration, JSON lines on a real server (standard error)."""

from config.environment import env

LEVEL = env("PORTEVOIX_LOG_LEVEL", "INFO")


def logging_to(formatter: dict, *, level: str) -> dict:
    """Return the settings of `logging`: one handler, standard error, Django's own handlers taken away."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
            **{
                name: {"level": "WARNING"} for name in ("procrastinate.blueprints", "procrastinate.periodic")
            },  # a line a task at each start
        },
    }


CONSOLE = logging_to({"format": "%(levelname)s %(name)s: %(message)s"}, level="WARNING")
JSON_LINES = logging_to({"()": "portevoix.base.core.logs.JsonFormatter"}, level=LEVEL)
