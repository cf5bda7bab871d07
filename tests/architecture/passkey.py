"""A passkey that looks real and opens nothing."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import webauthn
from fido2.cose import ES256

ORIGIN = "http://localhost"


def credential() -> dict:
    """Return what a browser answers when it makes a passkey, as allauth keeps it."""
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = webauthn.AttestedCredentialData.create(webauthn.Aaguid.NONE, b"0" * 16, public_key)
    flags = webauthn.AuthenticatorData.FLAG.UP | webauthn.AuthenticatorData.FLAG.AT
    data = webauthn.AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, bytes(made))
    client = webauthn.CollectedClientData.create(webauthn.CollectedClientData.TYPE.CREATE, b"x" * 32, ORIGIN)
    attestation = webauthn.AttestationObject.create("none", data, {})
    answer = webauthn.AuthenticatorAttestationResponse(client_data=client, attestation_object=attestation)
    return dict(webauthn.RegistrationResponse(raw_id=b"0" * 16, response=answer))
