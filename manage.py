#!/usr/bin/env python
"""Command line of Porte-voix."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from portevoix.base.core.postgres.errors import PostgresError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    try:
        execute_from_command_line(sys.argv)
    except (PostgresError, ImproperlyConfigured) as error:
        sys.exit(str(error))
