"""Reads configuration from the environment; a value `X` may also come from the file that `X_FILE` names."""

import os
from pathlib import Path


def env(name: str, default: str | None = None) -> str | None:
    """Return the value of the variable `name`, or the content of the file named by `<name>_FILE`, or `default`."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_list(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated variable as a list, without blanks."""
    value = env(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]
