"""Who does something to a referral, from the request at hand."""

from flask import g
from flask_login import current_user

from models.acting import Acting, How, Part


def acting_as(part: Part, how: How = How.PAGE) -> Acting:
    """Whoever asks, in this part: the signed-in person, or nobody known for people who came by a link."""
    user = current_user._get_current_object() if current_user.is_authenticated else None
    return Acting(part, how, user, g.get("request_id", ""))
