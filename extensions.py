"""The extensions, made once here and bound to the app in app.py."""

from flask import Flask
from flask_compress import Compress
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from models.base import Base


def _visitor() -> str:
    """Who is counted against a rate limit: the address the trusted proxy gave. Kept in memory only, never logged."""
    from flask import request

    return request.remote_addr or "unknown"


class OnlyWhereAsked(Limiter):
    """Limits stand on single routes, which look for themselves; the other pages are spared the looking."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.before_request_funcs[None].remove(self._check_request_limit)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True)
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = Htmx()
limiter = OnlyWhereAsked(_visitor)
compress = Compress()
