"""Compression of public pages. Signed-in pages travel as they are: they show what people typed beside a secret token,
and the size of a compressed answer would give both away bit by bit."""

from flask import Flask, Response, current_app, request

from extensions import compress

LEVEL = 6
"""For gzip: a page of results in under a millisecond; higher levels gain a hundredth."""


def init_app(app: Flask) -> None:
    """Compress what strangers read, and nothing else. Static files come compressed already (assets.py)."""
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_LEVEL=LEVEL, COMPRESS_ALGORITHM=["gzip"])
    compress.init_app(app)
    app.after_request(_compress_public)


def _compress_public(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "door", "") != "open_to_all" or response.status_code != 200:
        return response
    if "Content-Encoding" in response.headers or response.is_streamed:
        return response
    return compress.after_request(response)
