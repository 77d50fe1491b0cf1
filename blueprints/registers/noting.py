"""What else a session leaves behind: the money in the tin, and a note."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.doors import organisers
from blueprints.forms import tidy_text
from blueprints.register_addresses import Moment, find_session
from blueprints.registers import registers
from blueprints.registers.cautions import cautions_in
from blueprints.registers.doing import Refused, do, refuse, typed_in_form
from blueprints.registers.pounds import read_pence
from blueprints.registers.showing import render_register
from models.acting import Acting
from models.errors import RuleBroken
from models.register import Register
from models.register_entry import Press
from models.telling_words import crisis

LOOK_AGAIN = "Please look once more at what you wrote."


@registers.post("/registers/<uuid:listing_id>/<session:moment>/money")
@organisers
def note_money(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """Fees and donations of the whole session; an empty box takes the note away."""
    try:
        pence = read_pence(request.form.get("money", ""))
    except RuleBroken as refusal:
        find_session(listing_id, moment)
        return refuse(listing_id, moment, "money", refusal)

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.note_money(pence, press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="money", anchor="money-box", said="Noted.")


@registers.post("/registers/<uuid:listing_id>/<session:moment>/note")
@organisers
def write_note(listing_id: uuid.UUID, moment: Moment) -> AnyResponse:
    """A note about the day. What gives too much away is said once, and then the person decides."""
    words = tidy_text(request.form.get("note")) or ""
    told, despairs = cautions_in(words), crisis(words)
    mark = hashlib.blake2b(words.encode(), digest_size=12).hexdigest()
    if (told or despairs) and request.form.get("heeded") != mark:
        found = find_session(listing_id, moment)
        refused = Refused("note", LOOK_AGAIN, "note", typed_in_form(), told, despairs, mark)
        return render_register(found, status=422, refused=refused)

    def verb(register: Register, press: Press, acting: Acting, at: datetime) -> None:
        register.write_note(words, press, acting=acting, at=at)

    return do(listing_id, moment, verb, about="note", anchor="note-box", said="Noted.")
