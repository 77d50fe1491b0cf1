"""Passkeys over the web (WebAuthn): what the browser is asked, and whether its answer is right.

The challenge is sealed, so that looking at a page keeps nothing; it is bound to the session's present secret. That
secret changes whenever a passkey is taken, so each challenge serves once: docs/decisions/0013-second-factor.md.
"""

import hmac
import ipaddress
import json
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import webauthn
from flask import current_app, g
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from blueprints import clock, sealing
from models.errors import RuleBroken
from models.passkey import Passkey
from models.people import User

LASTS = timedelta(minutes=15)
WAITS_FOR = timedelta(minutes=5)
"""How long the browser lets somebody look for their phone."""
RANDOM_BYTES = 16
TRANSPORTS = {transport.value for transport in AuthenticatorTransport}


class PasskeyRefused(RuleBroken):
    """The answer was late, or not made here, or not right. It does not matter which."""

    message = "That passkey did not work, or the page had been open too long. Please press the button once more."


@dataclass(frozen=True)
class NewPasskey:
    """What a browser's answer says about the passkey it made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


def are_possible() -> bool:
    """Whether browsers let this site have passkeys: it needs a name, and https unless it is this very machine."""
    settings = current_app.config["SETTINGS"]
    host = settings.public_host
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return settings.https or host == "localhost" or host.endswith(".localhost")
    return False


def making_options(user: User, having: tuple[Passkey, ...]) -> str:
    """What the browser is told for making a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name="Hereabouts",
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        challenge=_new_challenge("make"),
        timeout=_milliseconds(WAITS_FOR),
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_described(passkey) for passkey in having],
    )
    return webauthn.options_to_json(options)


def showing_options(having: tuple[Passkey, ...]) -> str:
    """What the browser is told for showing one of these passkeys, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        challenge=_new_challenge("show"),
        timeout=_milliseconds(WAITS_FOR),
        allow_credentials=[_described(passkey) for passkey in having],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def read_new(answer: str, challenge: str) -> NewPasskey:
    """The passkey that the browser made. Raises PasskeyRefused."""
    expected = _own_challenge("make", challenge)
    try:
        said = json.loads(answer)
        made = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=expected,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
        ways = said["response"].get("transports") or ()
        transports = tuple(way for way in ways if isinstance(way, str) and way in TRANSPORTS)
    except Exception as error:  # whatever a parser says about what a stranger sent
        raise PasskeyRefused from error
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count, transports)


def read_shown(answer: str, challenge: str, having: tuple[Passkey, ...]) -> tuple[Passkey, int]:
    """Which of these passkeys was shown, and its count of uses. Raises PasskeyRefused.

    Whether the count may be is the passkey's own business: `Passkey.use`.
    """
    expected = _own_challenge("show", challenge)
    try:
        said = json.loads(answer)
        credential_id = webauthn.base64url_to_bytes(said["id"])
        passkey = next(each for each in having if each.credential_id == credential_id)
        shown = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=expected,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:  # whatever a parser says about what a stranger sent
        raise PasskeyRefused from error
    return passkey, shown.new_sign_count


def _new_challenge(purpose: str) -> bytes:
    made = int(clock.now().timestamp()).to_bytes(8) + secrets.token_bytes(RANDOM_BYTES)
    return made + _seal(purpose, made)


def _own_challenge(purpose: str, said: str) -> bytes:
    """The challenge, when we gave it to this session for this purpose a little while ago. Raises PasskeyRefused."""
    try:
        challenge = urlsafe_b64decode(said.encode("ascii") + b"==")
    except ValueError as error:
        raise PasskeyRefused from error
    made, seal = challenge[: 8 + RANDOM_BYTES], challenge[8 + RANDOM_BYTES :]
    age = clock.now().timestamp() - int.from_bytes(made[:8])
    if not hmac.compare_digest(seal, _seal(purpose, made)) or not 0 <= age < LASTS.total_seconds():
        raise PasskeyRefused
    return challenge


def _seal(purpose: str, made: bytes) -> bytes:
    bound_to = f"{purpose}\0{g.signed_in_session.token_print}\0".encode()
    return hmac.digest(sealing.key_for("passkey challenge"), bound_to + made, sha256)


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    ways = [AuthenticatorTransport(way) for way in passkey.transports.split(",") if way in TRANSPORTS]
    return PublicKeyCredentialDescriptor(id=passkey.credential_id, transports=ways or None)


def _host() -> str:
    return current_app.config["SETTINGS"].public_host


def _origin() -> str:
    """The public address as browsers write it: in small letters, without a port that goes without saying."""
    parts = urlsplit(current_app.config["SETTINGS"].public_url)
    port = "" if parts.port in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{_host()}{port}"


def _milliseconds(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)
