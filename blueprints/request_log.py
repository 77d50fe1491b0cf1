"""One line of JSON for each request: which route, how long, what came of it. Never a person, a query or an address."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

log = logging.getLogger("hereabouts.requests")


class JsonLines(logging.Formatter):
    """Each record as one line of JSON; newlines and terminal codes in a message are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = self.formatException(record.exc_info).splitlines()[:-1]  # the last line may quote input
        return json.dumps(line, ensure_ascii=True)


def init_app(app: Flask) -> None:
    """Log every request of `app` to standard error as JSON lines."""
    if not app.testing:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.request_began = time.perf_counter()


def _write(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "(no such page)"
    if rule.startswith("/static/") or rule == "/healthz":
        return response
    facts = {
        "request": g.get("request_id", ""),
        "method": request.method if request.method in ("GET", "POST", "HEAD") else "other",
        "route": rule,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("request_began", time.perf_counter())) * 1000, 1),
        "htmx": request.headers.get("HX-Request") == "true",
    }
    log.info("request", extra={"facts": facts})
    return response
