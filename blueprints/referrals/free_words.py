"""The boxes of a referral in which anything can be typed."""

from __future__ import annotations

from blueprints.cautions import mind
from models.referral import Referral

BOXES = ("called", "good_times", "would_come", "must_know")


def texts_of(referral: Referral) -> dict[str, str | None]:
    """What is kept of these boxes."""
    return {
        "called": referral.person.called,
        "good_times": referral.person.good_times,
        "would_come": referral.would_come,
        "must_know": referral.must_know,
    }


def is_crisis(referral: Referral) -> bool:
    return mind(texts_of(referral)).crisis
