"""Forms that nobody else can send for you, and that lose nothing: late, signed out, from another site, by a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from blueprints import public_forms, sealing
from blueprints.forms import EmailAddress, EmailField, Form
from blueprints.public_forms import PublicForm
from models.errors import RuleBroken
from models.people import User
from tests.conftest import NOW
from tests.inspecting_client import Page
from tests.people import csrf, make_user, sign_in


@pytest.fixture
def pat(db_session: Session) -> User:
    return make_user(db_session)


def kept_fields(answer: Any) -> MultiDict[str, str]:
    """The hidden fields of the page's own form, as a browser would send them."""
    form = next(form for form in Page(answer.get_data(as_text=True)).all("form") if form.get("action") != "/sign-out")
    fields = [(field.get("name", ""), field.get("value", "")) for field in form.iter("input")]
    return MultiDict([(name, re.sub(r"\r?\n", "\r\n", value)) for name, value in fields])


def name_of(session: Session, user: User) -> str:
    session.expire_all()
    return user.name


# Kept forms


TYPED = MultiDict(
    [("name", "Pat\n\"Quote\" <b>ŷ 🧶</b> & 'so'"), ("day", "mon"), ("day", "tue"), ("empty", ""), ("x<y", "{{7*7}}")]
)


def test_a_form_sent_signed_out_is_handed_back_whole(client: FlaskClient, pat: User) -> None:
    answer = client.post("/account/name?from=desk", data=TYPED)
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.page.heading == "Please sign in to send this"
    assert "Nothing you typed is lost" in answer.page.text
    fields = kept_fields(answer)
    for name in TYPED:
        assert [value.replace("\r\n", "\n") for value in fields.getlist(name)] == TYPED.getlist(name)
    assert 'action="/account/name?from=desk"' in answer.get_data(as_text=True)
    assert 'target="_blank"' in answer.get_data(as_text=True)
    assert "/sign-in?next=/signed-in" in answer.page.links().values()


def test_after_signing_in_elsewhere_one_press_sends_it(client: FlaskClient, pat: User, db_session: Session) -> None:
    handed_back = kept_fields(client.post("/account/name", data={"name": "Patricia"}))
    sign_in(client, pat)
    assert client.post("/account/name", data=handed_back).status_code == 303
    assert name_of(db_session, pat) == "Patricia"


def test_it_works_though_the_token_changed_at_sign_in(
    client: FlaskClient, pat: User, db_session: Session, settle: Any
) -> None:
    settle(demo=True)
    handed_back = kept_fields(client.post("/account/name", data={"name": "Patricia\nLarkin"}))
    client.post(f"/sign-in/as/{pat.id}", data=csrf(client))
    assert client.get("/signed-in").page.heading == "You are signed in"
    assert client.post("/account/name", data=handed_back).status_code == 303
    assert name_of(db_session, pat) == "Patricia Larkin"


def test_pressed_still_signed_out_it_is_handed_back_again(client: FlaskClient, pat: User) -> None:
    handed_back = kept_fields(client.post("/account/name", data={"name": "Patricia"}))
    again = client.post("/account/name", data=handed_back)
    assert again.status_code == 403
    assert kept_fields(again)["name"] == "Patricia"


@pytest.mark.parametrize("token", [None, "", "nonsense"])
def test_a_missing_or_wrong_token_hands_the_form_back(
    client: FlaskClient, pat: User, db_session: Session, token: str | None
) -> None:
    sign_in(client, pat)
    data = {"name": "Patricia"} | ({} if token is None else {"csrf_token": token})
    answer = client.post("/account/name", data=data)
    assert answer.status_code == 403
    assert answer.page.heading == "Please press the button once more"
    assert name_of(db_session, pat) == "Pat Larkin"
    assert client.post("/account/name", data=kept_fields(answer)).status_code == 303
    assert name_of(db_session, pat) == "Patricia"


@pytest.mark.parametrize("change", ["words", "address", "browser", "late", "byte"])
def test_a_kept_form_fits_only_its_words_its_address_its_browser_and_its_day(
    client: FlaskClient, app: Flask, pat: User, db_session: Session, change: str
) -> None:
    fields = kept_fields(client.post("/account/name", data={"name": "Patricia"}))
    fields.pop("csrf_token")
    path, browser = "/account/name", client
    if change == "words":
        fields["name"] = "Eve"
    elif change == "address":
        path = "/account/sessions/others/ending"
    elif change == "browser":
        browser = app.test_client()
    elif change == "late":
        app.config["NOW"] = NOW + timedelta(hours=12)
    else:
        fields["kept_form"] = ("A" if fields["kept_form"][0] != "A" else "B") + fields["kept_form"][1:]
    sign_in(browser, pat)
    assert browser.post(path, data=fields).status_code == 403
    assert name_of(db_session, pat) == "Pat Larkin"


def test_a_file_cannot_be_kept_and_the_page_says_so(client: FlaskClient, pat: User) -> None:
    answer = client.post("/account/name", data={"name": "Patricia", "sheet": (BytesIO(b"a,b"), "groups.csv")})
    assert "the file you chose (groups.csv)" in answer.page.text
    assert kept_fields(answer)["name"] == "Patricia"
    assert 'enctype="multipart/form-data"' in answer.get_data(as_text=True)


def test_a_form_over_the_limit_is_refused_and_not_kept(client: FlaskClient, app: Flask) -> None:
    answer = client.post("/account/name", data={"name": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})
    assert answer.status_code == 413


def test_htmx_shows_the_kept_form_as_the_whole_page(client: FlaskClient) -> None:
    answer = client.post("/account/name", data={"name": "Patricia"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "body"
    assert kept_fields(answer)["name"] == "Patricia"


# Other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example", "HX-Request": "true"},
    ],
)
def test_another_sites_form_is_refused_even_with_the_token(
    client: FlaskClient, pat: User, db_session: Session, headers: dict[str, str]
) -> None:
    sign_in(client, pat)
    data = {**csrf(client), "name": "Eve"}
    assert client.post("/account/name", data=data, headers=headers).status_code == 403
    assert name_of(db_session, pat) == "Pat Larkin"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {"Origin": "null"}],
)
def test_our_own_form_is_taken(client: FlaskClient, pat: User, headers: dict[str, str]) -> None:
    sign_in(client, pat)
    assert client.post("/account/name", data={**csrf(client), "name": "Pat"}, headers=headers).status_code == 303


def test_a_form_whose_origin_is_hidden_is_not_handed_back_for_one_press(client: FlaskClient, pat: User) -> None:
    sign_in(client, pat)
    answer = client.post("/account/name", data={"name": "Eve"}, headers={"Origin": "null"})
    assert answer.status_code == 403
    assert "Eve" not in answer.get_data(as_text=True)


def test_another_browsers_token_is_refused(client: FlaskClient, app: Flask, pat: User, db_session: Session) -> None:
    sign_in(client, pat)
    csrf(client)
    answer = client.post("/account/name", data={**csrf(app.test_client()), "name": "Eve"})
    assert answer.status_code == 403
    assert name_of(db_session, pat) == "Pat Larkin"


def test_plain_text_from_elsewhere_is_refused(client: FlaskClient, pat: User, db_session: Session) -> None:
    sign_in(client, pat)
    client.post("/account/name", data='{"name": "Eve"}', content_type="text/plain")
    client.post("/account/name", json={"name": "Eve"})
    assert name_of(db_session, pat) == "Pat Larkin"


# What is typed is tidied


class NoteForm(Form):
    title = StringField("Title")
    words = TextAreaField("Words")
    email = EmailField("Email", [EmailAddress()])


class ReaderForm(PublicForm):
    purpose = "reader"
    words = TextAreaField("Words")


@pytest.fixture
def request_with(app: Flask) -> Iterator[Any]:
    contexts = []

    def begin(**data: str) -> None:
        context = app.test_request_context("/", method="POST", data=data)
        context.push()
        contexts.append(context)

    yield begin
    for context in reversed(contexts):
        context.pop()


def test_lines_are_one_line_and_texts_keep_theirs(request_with: Any) -> None:
    request_with(title="  A\r\n\tB\x00\x1b  C ", words=" One\r\n\r\nTwo\x00 ", email="Pat@EXAMPLE.org ")
    form = NoteForm()
    assert form.title.data == "A B C"
    assert form.words.data == "One\n\nTwo"
    assert form.email.validate(form)
    assert form.email.data == "Pat@example.org"


def test_letters_are_composed(request_with: Any) -> None:
    request_with(title="Cafe\u0301")
    assert NoteForm().title.data == "Café"


def test_a_rule_that_says_no_is_shown_at_its_field_or_on_top(request_with: Any) -> None:
    request_with()
    form = NoteForm()
    form.refuse(RuleBroken("Too long.", field="title"))
    form.refuse(RuleBroken("Not today.", field="weather"))
    form.refuse(RuleBroken("Never."))
    assert list(form.title.errors) == ["Too long."]
    assert form.form_errors == ["Not today.", "Never."]


# Public forms


def public(request_with: Any, seconds_old: float = 60, **data: str) -> ReaderForm:
    request_with()
    token = data.pop("public_token", None) or public_forms.new_token("reader", seconds_old)
    request_with(public_token=token, words="Hello", **data)
    return ReaderForm()


def test_a_reader_may_send_a_form_without_any_cookie(request_with: Any) -> None:
    from flask import session

    form = public(request_with)
    assert form.validate_on_submit()
    assert not session


def test_a_public_form_carries_its_token_and_the_box_no_person_sees(request_with: Any) -> None:
    request_with()
    html = str(ReaderForm(formdata=None).hidden_tag())
    assert 'name="public_token"' in html
    assert "csrf_token" not in html
    assert 'class="trap" aria-hidden="true"' in html
    assert 'tabindex="-1"' in html


def test_a_machine_that_fills_every_box_is_refused_kindly(request_with: Any) -> None:
    form = public(request_with, your_website="https://evil.example")
    assert not form.validate_on_submit()
    assert "Leave the box that is not for you empty" in form.form_errors[0]
    assert form.words.data == "Hello"


def test_a_machine_that_is_too_quick_is_asked_to_press_again(request_with: Any) -> None:
    form = public(request_with, seconds_old=1)
    assert not form.validate_on_submit()
    assert "very quick" in form.form_errors[0]


def test_a_late_form_keeps_its_words_and_goes_at_the_next_press(request_with: Any) -> None:
    form = public(request_with, seconds_old=25 * 3600)
    assert not form.validate_on_submit()
    assert form.words.data == "Hello"
    assert public(request_with, public_token=form.public_token.data).validate_on_submit()


@pytest.mark.parametrize("purpose", ["another form", "kept-form"])
def test_a_token_for_another_purpose_does_not_fit(request_with: Any, purpose: str) -> None:
    request_with()
    made = {"at": NOW.timestamp() - 60, "id": "0" * 32}
    assert not public(request_with, public_token=sealing.seal(purpose, made)).validate_on_submit()


def test_a_changed_token_does_not_fit(request_with: Any) -> None:
    request_with()
    token = public_forms.new_token("reader", 60)
    for position in (0, len(token) // 2, len(token) - 2):
        changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
        assert not public(request_with, public_token=changed).validate_on_submit()


def test_the_same_form_sent_twice_can_be_known(request_with: Any) -> None:
    request_with()
    token = public_forms.new_token("reader", 60)
    first, second = (public(request_with, public_token=token).submission_id for _ in range(2))
    assert first == second
    assert first != public(request_with).submission_id


def test_what_an_older_secret_sealed_still_opens(app: Flask, request_with: Any) -> None:
    request_with()
    token = public_forms.new_token("reader", 60)
    app.config.update(SECRET_KEY_FALLBACKS=[app.config["SECRET_KEY"]], SECRET_KEY="another " * 8)
    assert public(request_with, public_token=token).validate_on_submit()


def test_a_forged_token_is_refused_however_often_the_form_is_validated(request_with: Any) -> None:
    form = public(request_with, public_token="forged")
    assert [form.validate(), form.validate()] == [False, False]
    assert len(form.form_errors) == 1
