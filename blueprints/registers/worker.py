"""What makes the registers an app on a phone: the service worker, and the manifest with our mark.

The worker lives in static/js/registers-worker.js. It is asked for at a fixed address under /registers, so that it can
look after that room alone and never touches a public page.
"""

from __future__ import annotations

import json

from flask import Response, current_app, make_response, url_for

from blueprints.doors import open_to_all
from blueprints.registers import registers

SCRIPTS = ("js/registers-pocket.js", "js/registers-pages.js", "js/registers-sending.js", "js/registers-worker.js")
GREEN, BOARD = "#1c4d3a", "#ebe2d0"
ICONS = (("images/registers-192.png", "192x192", "any"), ("images/registers-512.png", "512x512", "any"),
         ("images/registers-maskable.png", "512x512", "maskable"))  # fmt: skip


@registers.get("/registers/worker.js")
@open_to_all
def worker() -> Response:
    """One line that loads our scripts under their hashed names: with a new release its bytes change, and browsers
    notice. Without the header a worker may not look after /registers itself, only what is below."""
    urls = current_app.extensions["assets"].urls
    script = make_response(f"importScripts({', '.join(json.dumps(urls[name]) for name in SCRIPTS)});\n")
    script.content_type = "text/javascript; charset=utf-8"
    script.headers["Service-Worker-Allowed"] = url_for("registers.index")
    return script


@registers.get("/registers/manifest.webmanifest")
@open_to_all
def manifest() -> Response:
    """What a phone is told when the registers are put on its home screen."""
    urls, start = current_app.extensions["assets"].urls, url_for("registers.index")
    answer = make_response(
        json.dumps(
            {
                "id": start,
                "name": "Registers: Hereabouts",
                "short_name": "Registers",
                "description": "Who came, even where there is no signal.",
                "lang": "en-GB",
                "start_url": start,
                "scope": start,
                "display": "standalone",
                "background_color": BOARD,
                "theme_color": GREEN,
                "icons": [
                    {"src": urls[name], "sizes": sizes, "type": "image/png", "purpose": purpose}
                    for name, sizes, purpose in ICONS
                ],
            }
        )
    )
    answer.content_type = "application/manifest+json"
    return answer
