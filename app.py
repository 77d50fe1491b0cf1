"""The app: a table of contents. It wires what the other files decide."""

from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import bench
import seeds
from blueprints import (
    assets,
    audit_check,
    backing_up,
    compressing,
    errors,
    field_keys,
    filters,
    gallery,
    headers,
    pictures,
    referral_clock,
    register_addresses,
    register_clock,
    request_log,
    serving,
    signed_in,
    tick,
)
from blueprints.accounts import accounts
from blueprints.asking import asking
from blueprints.figures import figures
from blueprints.find import find
from blueprints.imports import imports
from blueprints.listings import listings
from blueprints.lists import lists
from blueprints.panel import panel
from blueprints.posters import posters
from blueprints.public import public
from blueprints.referrals import referrals
from blueprints.registers import registers
from blueprints.replies import replies
from blueprints.teams import teams
from config import Settings
from extensions import csrf, db, htmx, limiter, login_manager, migrate
from models import database, import_every_table, sealed

HALLWAY = (
    headers,
    request_log,
    errors,
    assets,
    compressing,
    filters,
    signed_in,
    tick,
    referral_clock,
    register_clock,
    register_addresses,
    gallery,
)
COMMANDS = (serving, backing_up, field_keys, audit_check, pictures, seeds, bench)
ROOMS = (
    public,
    find,
    listings,
    panel,
    posters,
    imports,
    lists,
    accounts,
    teams,
    referrals,
    replies,
    registers,
    figures,
    asking,
)


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The app with these settings, or with those of the environment. Raises ConfigError when they cannot be used."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
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
    sealed.use_keys(settings.field_keys)
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    migrate.init_app(app, db)
    for extension in (csrf, htmx, limiter, login_manager):
        extension.init_app(app)
    for part in (*HALLWAY, *COMMANDS):
        part.init_app(app)
    for room in ROOMS:
        app.register_blueprint(room)
    return app
