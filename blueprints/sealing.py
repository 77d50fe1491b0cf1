"""Small things handed to a browser and taken back, sealed so that a change shows. Each purpose has its own seal."""

import hashlib
import hmac
from typing import Any

from flask import current_app
from itsdangerous import URLSafeSerializer


def seal(purpose: str, thing: Any) -> str:
    """`thing` (of plain JSON values) as a string that only we can have made."""
    return _serializer(purpose).dumps(thing)


def unseal(purpose: str, sealed: str) -> Any:
    """What was sealed for this purpose. Raises itsdangerous.BadData for anything else."""
    return _serializer(purpose).loads(sealed)


def key_for(purpose: str) -> bytes:
    """A key of 256 bits for one purpose, made from the secret key."""
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), b"hereabouts " + purpose.encode(), hashlib.sha256)


def _serializer(purpose: str) -> URLSafeSerializer:
    # The newest key seals; the older ones still open.
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"] or []), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=f"hereabouts {purpose}", signer_kwargs={"digest_method": hashlib.sha256})
