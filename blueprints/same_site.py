"""Where a request comes from, and where an answer may send people: this site, or somewhere else."""

from urllib.parse import unquote, urlsplit

from flask import current_app, request

LONGEST_PATH = 500
PAGES_NOT_TO_RETURN_TO = ("/sign-in", "/sign-out", "/setup/", "/invitations/")


def sent_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this form.

    A browser that says nothing is not refused here: the token in the form decides. `Origin: null` says nothing either;
    our own pages with a secret in their address send it, because they give no referrer.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin not in (None, "null") and urlsplit(origin).netloc not in _own_hosts()


def origin_is_hidden() -> bool:
    """Whether the browser hid where the form comes from, as a sandboxed frame on another site would make it do."""
    return request.headers.get("Sec-Fetch-Site") is None and request.headers.get("Origin") == "null"


def _own_hosts() -> set[str]:
    return {request.host, urlsplit(current_app.config["SETTINGS"].public_url).netloc}


def path_on_this_site(said: str | None) -> str | None:
    """`said` when it is a plain path on this site that one may be sent to after signing in, else None."""
    if not said or len(said) > LONGEST_PATH or not _is_plain(said) or not _is_plain(unquote(said)):
        return None
    parts = urlsplit(said)
    if parts.scheme or parts.netloc or said.startswith(PAGES_NOT_TO_RETURN_TO):
        return None
    return said


def _is_plain(path: str) -> bool:
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
