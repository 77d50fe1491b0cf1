"""Spreadsheets in and out: bring a list in, take it back, and hand the patch's list on."""

from typing import Any

from flask import Blueprint

from models.patterns import Pattern
from models.when_words import when_words

imports = Blueprint("imports", __name__)


@imports.app_template_filter("pattern_words")
def pattern_words(line: dict[str, Any]) -> str:
    """When a line of an import would be on, in words."""
    contents = line["contents"]
    patterns = [Pattern.from_dict(each) for each in contents["times"]]
    if not patterns and not contents["any_time"]:
        return contents["when_note"] or "Not known"
    return when_words(patterns, any_time=contents["any_time"])


from blueprints.imports import routes  # noqa: E402,F401  the routes hang themselves on the blueprint
