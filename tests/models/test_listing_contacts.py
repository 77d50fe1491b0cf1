"""Phone numbers and addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contacts import ContactWrong, read_email, read_phone, read_website


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0161 496 0142", "0161 496 0142"),
        ("01614960142", "0161 496 0142"),
        ("+44 7700 900123", "07700 900123"),
        ("(0161) 496-0142", "0161 496 0142"),
        ("116 123", "116 123"),
        ("999", "999"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_number_is_kept_as_it_is_written_here(typed: str, kept: str) -> None:
    assert read_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0161 496 014", "Add the missing digit: numbers here have eleven."),
        ("07700 9001", "Add the missing digits: numbers here have eleven."),
        ("0161 496 01422", "Take out the extra digit: numbers here have eleven."),
        ("ask for Derek", "Put the number in figures"),
        ("02", "Add the missing digits"),
        ("+1 212 555", "too few"),
    ],
)
def test_a_wrong_number_is_refused_with_what_to_do(typed: str, said: str) -> None:
    with pytest.raises(ContactWrong, match=said) as refused:
        read_phone(typed)
    assert refused.value.field == "contact_phone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org", "https://www.example.org"),
        ("facebook.com/groups/lockside", "https://facebook.com/groups/lockside"),
        ("http://example.org/a?b=c#d", "http://example.org/a?b=c#d"),
        ("example.org:8080", "https://example.org:8080"),
        ("", ""),
    ],
)
def test_a_web_address_gets_https(typed: str, kept: str) -> None:
    assert read_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<b>", "ftp://example.org", "mailto:a@example.org",
        "https://someone@evil.example", "https://example.org/a b", "http://[::1", "localhost", "https://", "http:///x",
        "example", "https://example.org:port", "https://exa\u0000mple.org", "file:///etc/passwd", 'https://a.b/"onx="',
    ],
)  # fmt: skip
def test_links_take_http_and_https_only(typed: str) -> None:
    with pytest.raises(ContactWrong):
        read_website(typed)


@pytest.mark.parametrize("typed", ["derek", "derek@", "@example.org", "a b@example.org", "derek@example", "x" * 300])
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(ContactWrong, match="not an email address"):
        read_email(typed)


def test_an_email_address_is_tidied() -> None:
    assert read_email(" Derek@Example.ORG ") == "Derek@example.org"


@given(st.text(max_size=200))
def test_any_text_is_either_read_or_refused_in_words(typed: str) -> None:
    for read in (read_phone, read_email, read_website):
        try:
            assert isinstance(read(typed), str)
        except ContactWrong as refusal:
            assert refusal.message  # noqa: PT017
