"""Words for templates: dates and times as people say them."""

from datetime import date, datetime

from flask import Flask

from models.base import LONDON


def init_app(app: Flask) -> None:
    """Give the templates of `app` their filters."""
    app.jinja_env.filters.update(day=day, moment=moment, ago=ago)


def day(value: date) -> str:
    """ "Tuesday 3 March 2026"."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """ "3 March 2026, 2.05pm", by the London clock."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    minutes = f".{local:%M}" if local.minute else ""
    return f"{local.day} {local:%B %Y}, {hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def ago(value: datetime, now: datetime) -> str:
    """How long ago, roughly: "today", "yesterday", "9 days ago", "3 weeks ago", "5 months ago"."""
    days = (now.astimezone(LONDON).date() - value.astimezone(LONDON).date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 7 * 17:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"
