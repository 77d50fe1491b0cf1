"""Which codes of the GP record go with a referral. They are shown to be copied; nothing is written anywhere."""

from models.accessible import InformationFormat
from models.consent import ConsentTo
from models.referral import Referral
from models.snomed import Code, Outcome, codes_for
from models.vocabulary import Need


def codes_of(referral: Referral) -> list[Code]:
    """In the order of what happened: their yes, what it is about, and how they read and talk."""
    share, needs = referral.consent_to(ConsentTo.SHARE), referral.person.communication or []
    said_yes = share is not None and share.given
    outcomes = [
        Outcome.ACCEPTED if said_yes else Outcome.DECLINED,
        *([Outcome.PHYSICAL_ACTIVITY] if said_yes and Need.ACTIVE in (referral.listing.needs or ()) else []),
        *([Outcome.EASY_READ] if InformationFormat.EASY_READ in needs else []),
        *([Outcome.ACCESS_NEEDS_ASKED] if needs else []),
    ]
    return [code for outcome in outcomes for code in codes_for(outcome)]
