"""Signs an account in, as after an e-mail code and a passkey."""

from portevoix.base.accounts.selectors import SESSION_KEY


def sign_in(client, user, *, second_factor: bool = True):
    """Sign `user` in on the test client; with the second factor unless told otherwise. Returns the user."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session[SESSION_KEY] = [{"method": "mfa", "at": 0}]
        session.save()
    return user
