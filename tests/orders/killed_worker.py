"""A worker of its own process that stops in the middle of a signature, for the test that kills it.

`DATABASE_URL` names the database of the tests.
"""

import time

import django

django.setup()

from portevoix.register.orders import tasks  # noqa: E402
from portevoix.register.orders.signals import order_signed  # noqa: E402


def wait_for_death(**kwargs):
    """Say that number, document and mandates are written but not committed, then wait."""
    print("written", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    order_signed.connect(wait_for_death)
    tasks.sign_waiting()
