"""What a closed day says: its figures, and who has been told what."""

from __future__ import annotations

from blueprints.registers.pounds import pounds
from blueprints.registers.sheet import Sheet
from models.expected import Line
from models.referral import Referral
from models.register_words import Mark


def figures_of(sheet: Sheet) -> list[tuple[str, str]]:
    """The figures of the day, each with its name; what was not counted is left out."""
    register = sheet.register
    if register is None:
        return []
    away = {mark: sum(line.mark is mark for line in sheet.lines) for mark in (Mark.APOLOGIES, Mark.ABSENT)}
    return [
        ("Came", f"{register.people} of {register.places} places" if register.places else str(register.people)),
        ("For the first time", _some(register.named_new + register.heads_new)),
        ("Sent by somebody", _some(register.named_referred + register.heads_referred)),
        ("Without a name", _some(register.heads)),
        ("Sent apologies", _some(away[Mark.APOLOGIES])),
        ("Did not come", _some(away[Mark.ABSENT])),
        ("Money", f"£{pounds(register.pence)}" if register.pence is not None else ""),
        ("Note", register.note or ""),
    ]


def what_follows(sheet: Sheet) -> list[str]:
    """Who is told what by itself: "Shanaz is told that Jeannie came."."""
    said = []
    for line in sheet.lines:
        referral = line.referral
        if referral is None or referral.team is None or line.attendance is None:
            continue
        if line.attendance.came and line.attendance.is_first:
            said.append(f"{_worker(referral)} is told that {line.name} came.")
        elif line.mark is Mark.ABSENT and _never_came(line):
            said.append(f"{_worker(referral)} is told that {line.name} did not come.")
    return said


def _never_came(line: Line) -> bool:
    return line.attender is None or line.attender.times == 0


def _worker(referral: Referral) -> str:
    """The first name of whoever asked."""
    who = referral.referred_by.name.split() if referral.referred_by else []
    return who[0] if who else f"Somebody of {referral.team.name if referral.team else 'the team'}"


def _some(number: int) -> str:
    return str(number) if number else ""
