"""Who does something to a referral, from the request at hand."""

from flask import current_app, g, request
from flask_login import current_user

from models.acting import Acting, How, Part


def acting_as(part: Part, how: How = How.PAGE) -> Acting:
    """Whoever asks, in this part: the signed-in person, or nobody known for people who came by a link. Public pages
    never look who is asking."""
    view = current_app.view_functions.get(request.endpoint or "")
    known = getattr(view, "door", "open_to_all") != "open_to_all" and current_user.is_authenticated
    return Acting(part, how, current_user._get_current_object() if known else None, g.get("request_id", ""))
