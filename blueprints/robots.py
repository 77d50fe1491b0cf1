"""Telling machines from people, as far as they say so themselves. Nothing is remembered of either."""

from flask import Request

ROBOTS = (
    "bot", "crawl", "spider", "slurp", "preview", "curl", "wget", "python", "java/", "headless", "monitor", "okhttp",
    "go-http", "httpclient", "libwww", "axios", "feedfetcher", "facebookexternalhit", "facebookcatalog", "whatsapp",
    "slack", "embedly", "iframely", "vkshare",
)  # fmt: skip
"""What the names of programs have in them that read on their own, or draw a small picture of a link in a message."""


def is_a_robot(request: Request) -> bool:
    """Whether the program that asks names itself as one that reads on its own, or gives no name at all."""
    agent = request.headers.get("User-Agent", "").lower()
    return not agent or any(robot in agent for robot in ROBOTS)
