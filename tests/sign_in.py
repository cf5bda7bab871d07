"""Signs an account in, as after an e-mail code and a passkey."""

import time

from portevoix.base.accounts.selectors import PROOFS


def sign_in(client, user, *, second_factor: bool = True):
    """Sign `user` in on the test client; with the second factor unless told otherwise. Returns the user."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session[PROOFS] = [{"method": "mfa", "at": time.time()}]
        session.save()
    return user
