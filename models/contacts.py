"""Ways to reach somebody, read as people type them: phone numbers, email addresses and web addresses."""

import re
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from models.errors import RuleBroken

HERE = "GB"
DIGITS_HERE = 11
LONGEST_WEBSITE = 300
SHORT_CODES = re.compile(r"999|112|1\d\d|116\d{3}")
"""999, 111, 101 and the like, and the European helplines (116 123)."""
ALWAYS_ELEVEN = re.compile(r"0(1\d1|11\d|2|3|7)")
"""Ranges with no shorter numbers left. A few old exchanges elsewhere still have ten digits."""


class ContactWrong(RuleBroken):
    """A phone number or address that cannot be one."""


def read_phone(typed: str) -> str:
    """A phone number as it is written here ("0161 496 0142"); "" for nothing typed. Raises ContactWrong."""
    typed = " ".join(typed.split())
    digits = re.sub(r"\D", "", typed)
    if not typed or SHORT_CODES.fullmatch(digits):
        return typed
    if not digits:
        raise ContactWrong("Put the number in figures, such as 0161 496 0142.", field="contact_phone")
    try:
        number = phonenumbers.parse(typed, HERE)
    except phonenumbers.NumberParseException as error:
        raise ContactWrong(
            "That is not a phone number. One looks like 0161 496 0142.", field="contact_phone"
        ) from error
    is_here = number.country_code == phonenumbers.country_code_for_region(HERE)
    if is_here:
        _count_digits(f"0{phonenumbers.national_significant_number(number).lstrip('0')}")
    if not phonenumbers.is_possible_number(number):
        raise ContactWrong("Check the number: it has too few or too many digits.", field="contact_phone")
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _count_digits(digits: str) -> None:
    missing = DIGITS_HERE - len(digits)
    if missing < 0:
        what = "digit" if missing == -1 else "digits"
        raise ContactWrong(f"Take out the extra {what}: numbers here have eleven.", field="contact_phone")
    if missing > 0 and ALWAYS_ELEVEN.match(digits):
        what = "digit" if missing == 1 else "digits"
        raise ContactWrong(f"Add the missing {what}: numbers here have eleven.", field="contact_phone")


def read_email(typed: str) -> str:
    """An email address, tidied; "" for nothing typed. Nobody is asked whether it exists. Raises ContactWrong."""
    typed = typed.strip()
    if not typed:
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ContactWrong(
            "That is not an email address. One looks like derek@example.org.", field="contact_email"
        ) from error


def read_website(typed: str) -> str:
    """A web address with http or https, which is added where only "www." was typed; "" for nothing typed.

    Raises ContactWrong for any other scheme, and for what no browser could open.
    """
    typed = typed.strip()
    if not typed:
        return ""
    refusal = ContactWrong("That is not a web address. One looks like https://www.example.org", field="website")
    address = typed if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", typed, re.I) else f"https://{typed.lstrip('/')}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise refusal from None
    if parts.scheme not in ("http", "https"):
        raise ContactWrong("A web address starts with https:// or http://", field="website")
    if len(address) > LONGEST_WEBSITE:
        raise ContactWrong(f"Keep the web address under {LONGEST_WEBSITE} letters.", field="website")
    if "@" in parts.netloc or re.search(r"[\s<>\"'`\\]", address) or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", host):
        raise refusal
    return address
