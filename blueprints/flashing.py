"""Messages that can be taken back: what was done, in words, with a button beside them."""

from flask import flash


def flash_with_undo(words: str, undo: str, revision: str | int = "") -> None:
    """Say `words` on the next page, with a button that posts to `undo`; `revision` goes along with it."""
    flash({"words": words, "undo": undo, "revision": revision}, "good")  # type: ignore[arg-type]
