"""The app: a table of contents. It wires what the other files decide."""

import importlib
import importlib.util
import sys
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from extensions import compress, csrf, db, htmx, limiter, login_manager, migrate
from models import database, import_every_table

# WHILE BUILDING ONLY: parts that are not there yet are passed over. The founder turns these into plain imports.
PARTS = [
    "blueprints.headers",
    "blueprints.request_log",
    "blueprints.errors",
    "blueprints.assets",
    "blueprints.filters",
    "blueprints.signed_in",
    "blueprints.tick",
    "blueprints.serving",
    "blueprints.backing_up",
    "blueprints.gallery",
    "seeds",
]
ROOMS = ["public", "find", "listings", "panel", "imports", "accounts", "bench"]


def _there(name: str) -> Any:
    if importlib.util.find_spec(name) is None:
        return None
    try:
        return importlib.import_module(name)
    except ImportError as half_built:  # WHILE BUILDING ONLY
        sys.stderr.write(f"passed over {name}: {half_built}\n")
        return None


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The app with these settings, or with those of the environment. Raises ConfigError when they cannot be used."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=settings.engine_options,
        TRUSTED_HOSTS=settings.allowed_hosts,
        MAX_CONTENT_LENGTH=settings.upload_limit_bytes,
        MAX_FORM_MEMORY_SIZE=settings.upload_limit_bytes,
        RATELIMIT_STORAGE_URI="memory://",
        NOW=None,
    )
    app.config.update(config)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]

    import_every_table()
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    for extension in (migrate,):
        extension.init_app(app, db)
    for extension in (csrf, htmx, limiter, login_manager, compress):
        extension.init_app(app)
    for name in PARTS:
        if (part := _there(name)) is not None and hasattr(part, "init_app"):
            part.init_app(app)
    for room in ROOMS:
        if (package := _there(f"blueprints.{room}")) is not None and hasattr(package, room):
            app.register_blueprint(getattr(package, room))
    return app
