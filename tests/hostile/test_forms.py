"""Whatever is sent to a form, the answer is a page that says what is wrong. Nothing typed is lost, nothing is a 500."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from tests.hostile.asking import Trouble, ask
from tests.hostile.filled import Filled, find_forms, lost, signed, tokens_for
from tests.hostile.town import Town, Visit, routes
from tests.hostile.values import A_MEGABYTE, TEN_THOUSAND_WORDS, TEXTS, THREE_MEGABYTES

Restore = Callable[[], None]

CALM = (200, 303, 400, 403, 404, 409, 410, 413, 415, 422, 429)
FOR_STRANGERS = ("accounts.ask", "accounts.use_code", "accounts.use_link", "accounts.accept", "accounts.use_setup",
                 "accounts.sign_in_as", "public.send_listing_suggestion", "public.send_patch_suggestion",
                 "asking.send_ask", "asking.note_might_come", "asking.send_talk", "asking.send_help",
                 "asking.take_back", "replies.see", "replies.answer", "replies.note_came",
                 "replies.arrive")  # fmt: skip
USES_UP = re.compile(
    r"end_|sign_out|remove_|withdraw|accept|use_|prove_|change_role|step|answer|take|close|see$|arrive|note_"
)
"""What can be done once: the town is put back before the next try."""
WITHOUT_A_FORM_IN_TOWN = {
    "accounts.use_code",  # its page shows only after one has asked
    "accounts.end_session",  # the lead has one browser
    "accounts.end_other_sessions",
    "accounts.prove_with_passkey",  # everybody in town has just shown theirs
    "accounts.prove_with_code",
    "accounts.prove_with_recovery_code",
    "accounts.prove_in_demo",
    "accounts.remove_app",  # the lead has a passkey
    "asking.close",  # nobody is helping yet
    "imports.undo",  # nothing is brought in yet
    "listings.preview",  # sent by htmx from the page of a listing
    "listings.restart",
    "listings.publish",
    "listings.undo",
    "lists.reopen",  # stands beside the message of what was just ended
    "lists.move_up",  # the list in town has one thing on it
    "registers.call_off",  # somebody came in town: tests/blueprints/test_registers_calling_off.py
    "registers.put_on_again",  # nothing in town is called off
    "registers.show_numbers",
    "registers.log_call",  # in town nobody is missed where one of these answers
    "registers.promise_call",
    "registers.show_number",
    "registers.take_call_back",
    "registers.tick_told",
    "registers.add_session",  # odd things go to these in tests/blueprints/test_registers_deeds.py
    "registers.agree_ringing",
    "registers.close",
    "registers.count_heads",
    "registers.join",
    "registers.keep_by",
    "registers.leave",
    "registers.mark",
    "registers.note_absences",
    "registers.note_money",
    "registers.put_back",
    "registers.put_name_right",
    "registers.reopen",
    "registers.settle",
    "registers.settle_heads",
    "registers.undo_mark",
    "registers.walk_in",
    "registers.write_note",
    "registers.keep_typed",  # these three as well: tests/blueprints/test_registers_paper.py sends them odd things
    "registers.note_lift",
    "registers.print_sheet",
    "registers.print_week",
    "registers.take_presses",  # a script sends it, as JSON
    "referrals.note_coming",  # nobody in town is expected
    "referrals.note_stop",
    "referrals.preview",  # sent by htmx from the page of details
    "referrals.settle",  # nobody in town came yet
    "referrals.undo",  # what was sent in town was sent hours ago
    "referrals.undo_came",
    "posters.print_again",  # nothing in town has changed since it was printed
    "posters.put_back_picture",  # stands beside the message of what was just taken away
    "posters.put_back_language",
    "posters.undo_placements",  # stands beside the message of what was just noted
    "replies.answer",  # nobody has pressed the button of the link in town
    "replies.note_came",  # nobody may come yet, so nobody has come
    "replies.note_coming_or_not",
    "replies.move",
    "replies.regret",
    "replies.undo_came",
    "replies.open_referral",  # these are for an organiser of the house in town, who is not walked about
    "replies.accept_or_not",
    "replies.ask_for_call",
    "replies.show_contact",
    "teams.bring_source_back",  # these two stand beside the message of what was just ended
    "teams.serve_again",
}
PRIVILEGED = {
    "panel_id": "1", "role": "lead", "published_at": "2020-01-01", "is_admin": "true", "id": "1", "user_id": "1",
    "created_by_id": "1", "status": "on", "approved": "1", "__proto__": "x", "panel": "hollinfold", "slug": "x",
    "password": "x", "_method": "DELETE", "ended_at": "", "is_active": "1",
}  # fmt: skip


@pytest.fixture
def forms(app: Flask, town: Town, visit: Visit) -> dict[str, Filled]:
    return find_forms(app, town, visit)


def every_form(app: Flask, town: Town, forms: dict[str, Filled]) -> list[Filled]:
    """A form for every route that takes one: as a page shows it, or else with nothing in it."""
    return [
        forms.get(rule.endpoint) or Filled(rule.endpoint, town.address(app, rule), MultiDict(), who=_who(app, rule))
        for rule in routes(app, "POST")
    ]


def _who(app: Flask, rule: Rule) -> str:
    door = getattr(app.view_functions[rule.endpoint], "door", "")
    return {"link_workers": "priya", "team_leads": "priya", "organisers": "alan"}.get(door, "bernadette")


def sender(visit: Visit, filled: Filled) -> Any:
    return visit() if filled.endpoint in FOR_STRANGERS else visit(filled.who)


def test_the_forms_that_people_see_are_all_found(app: Flask, forms: dict[str, Filled]) -> None:
    missing = {rule.endpoint for rule in routes(app, "POST")} - set(forms) - WITHOUT_A_FORM_IN_TOWN
    assert not missing, f"no page shows a form for {missing}"
    assert sum(len(filled.boxes) for filled in forms.values()) > 60


PARTS = 6
"""Of the forms, so that several workers share them."""


@pytest.mark.parametrize("what", [*TEXTS, "ten thousand words"])
def test_any_text_in_every_box_is_taken_or_told(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled], restore: Restore, what: str
) -> None:
    text, trouble = TEXTS.get(what, TEN_THOUSAND_WORDS), Trouble()
    for filled in every_form(app, town, forms):
        client = sender(visit, filled)
        sent = signed(client, filled, filled.with_everywhere(text))
        answer = ask(trouble, client, "POST", filled.address, data=sent, well=CALM)
        if answer is not None and answer.status_code == 422 and filled.boxes:
            for name in lost(answer.text, sent, filled.boxes):
                trouble.say(f"{filled.endpoint} lost {name}")
        if answer is not None and answer.status_code == 303 and USES_UP.search(filled.endpoint):
            restore()
    trouble.verdict()


@pytest.mark.parametrize("part", range(PARTS))
def test_what_no_page_of_ours_would_send_is_answered_calmly(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled], restore: Restore, part: int
) -> None:
    """Nothing at all, lists for words, words for choices, huge numbers, half the fields, foreign fields, odd names."""
    chance = random.Random(7 + part)
    for filled in list(every_form(app, town, forms))[part::PARTS]:
        trouble = Trouble()
        names = [name for name in filled.values if name not in ("csrf_token", "public_token")]
        sendings: list[MultiDict[str, str]] = [MultiDict(), MultiDict(PRIVILEGED)]
        sendings += [MultiDict([*filled.values.items(multi=True), *PRIVILEGED.items()])]
        sendings += [MultiDict((name, each) for name in names for each in ("a", "b", "\0"))]
        for value in ("9" * 5000, "-1", "\0", "²", "00000000-0000-4000-8000-000000000000", "x" * 100):
            sendings.append(MultiDict((name, value) for name in names))
            sendings.append(MultiDict((f"{name}[]", value) for name in names))
        for name in chance.sample(names, min(len(names), 12)):
            sendings += [filled.with_one(name), filled.with_one(name, "\ud800".encode("utf-8", "replace").decode())]
            sendings += [filled.with_one(name, "x", "y", "9" * 400), filled.with_one(name, "99999999999999999999")]
        sendings += [MultiDict(("line", each) for each in ("9" * 5000, "²", "-3", "2147483648"))]
        sendings += [MultiDict((f"odd{n}", "x") for n in range(600))]
        for sent in sendings:
            client = sender(visit, filled)
            answer = ask(trouble, client, "POST", filled.address, data=signed(client, filled, sent), well=CALM)
            if answer is not None and answer.status_code == 303 and USES_UP.search(filled.endpoint):
                restore()
        trouble.verdict()


def test_a_megabyte_of_words_is_refused_with_a_page(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled], restore: Restore
) -> None:
    trouble = Trouble()
    for filled in forms.values():
        if not filled.boxes:
            continue
        for text, well in ((A_MEGABYTE, (413, 422, 429)), (THREE_MEGABYTES, (413,))):
            client = sender(visit, filled)
            sent = signed(client, filled, filled.with_one(filled.boxes[0], text))
            answer = ask(trouble, client, "POST", filled.address, data=sent, well=well)
            if answer is not None and answer.status_code == 422 and len(answer.data) < len(text):
                trouble.say(f"{filled.endpoint} lost a megabyte of {filled.boxes[0]}")
    trouble.verdict()


BODIES: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", json.dumps({"csrf_token": ["x"], "name": {"$ne": 1}}).encode()),
    "broken JSON": ("application/json", b'{"a":'),
    "plain text": ("text/plain", b"csrf_token=x&name=y"),
    "XML": ("application/xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    "no kind": ("", b"csrf_token=x"),
    "a kind of nonsense": ("multipart/form-data; boundary=\xff\x00".encode("latin-1").decode("latin-1"), b"--x"),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "a cut-off part": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'),
    "a nameless part": ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: text/plain\r\n\r\nb\r\n--x--"),
    "a part of bytes": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name\xff\x00"\r\n\r\n\xff\xfe\r\n--x--',
    ),
    "parts in parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n'
        b"\r\n--y--\r\n--x--",
    ),
    "many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 3_000 + b"--x--",
    ),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=x" % n for n in range(100_000))),
    "bytes": ("application/x-www-form-urlencoded", b"csrf_token=%FF%FE&name=%ED%A0%80&\xff\xfe=%00"),
    "an unknown alphabet": ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-script+AD4-"),
    "squeezed": ("application/x-www-form-urlencoded", b"\x1f\x8b\x08\x00"),
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("with_token", [True, False])
def test_any_body_at_all_gets_a_page(app: Flask, town: Town, visit: Visit, what: str, with_token: bool) -> None:
    kind, body = BODIES[what]
    trouble = Trouble()
    for rule in routes(app, "POST"):
        client = visit("bernadette")
        headers = {"X-CSRFToken": tokens_for(client, rule.endpoint).get("csrf_token", "")} if with_token else {}
        if rule.endpoint in ("accounts.sign_out", "accounts.end_other_sessions") and with_token:
            continue  # these ask for nothing but the token
        place = town.address(app, rule)
        ask(trouble, client, "POST", place, data=body, content_type=kind, headers=headers, well=CALM)
    trouble.verdict()
