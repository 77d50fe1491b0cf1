"""A passkey in software, for tests without a browser. It answers as a device would, or wrongly when told to."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from html import unescape
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


class Device:
    """One key for one site."""

    def __init__(self, counts: bool = True) -> None:
        self.key = generate_private_key(SECP256R1())
        self.id = secrets.token_bytes(32)
        self.counts = counts
        self.used = 0

    def make(self, options: dict[str, Any], origin: str = ORIGIN, verified: bool = True) -> str:
        """What navigator.credentials.create() would answer, as JSON."""
        numbers = self.key.public_key().public_numbers()
        point = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        held = bytes(16) + len(self.id).to_bytes(2) + self.id + encode_cbor(point)
        seen = self._seen(options["rp"]["id"], WITH_KEY, verified) + held
        said = self._said("webauthn.create", options, origin)
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": seen})
        return self._answer({"clientDataJSON": said, "attestationObject": attested}, transports=["internal", "odd one"])

    def show(self, options: dict[str, Any], origin: str = ORIGIN, verified: bool = True) -> str:
        """What navigator.credentials.get() would answer, as JSON."""
        self.used += self.counts
        seen = self._seen(options["rpId"], 0, verified)
        said = self._said("webauthn.get", options, origin)
        signature = self.key.sign(seen + sha256(said).digest(), ECDSA(SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": seen, "signature": signature})

    def _seen(self, host: str, flags: int, verified: bool) -> bytes:
        flags |= PRESENT | (VERIFIED if verified else 0)
        return sha256(host.encode()).digest() + bytes([flags]) + self.used.to_bytes(4)

    def _said(self, kind: str, options: dict[str, Any], origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()

    def _answer(self, parts: dict[str, bytes], **more: Any) -> str:
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": {**response, **more}})


def asked_for(page: str) -> dict[str, Any]:
    """What a page asks the browser for."""
    asked: dict[str, Any] = json.loads(unescape(page.split('data-passkey="')[1].split('"')[0]))
    assert len(base64url_to_bytes(asked["challenge"])) > 32
    return asked
