"""Sign-in accounts: e-mail code, passkey, TOTP."""
