"""The clocks of referrals, with their usual settings. "Working days" leave out weekends and English bank holidays."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ReferralClocks:
    """How long each thing may take. The settings of the same names are in config.py."""

    promise_working_days: int = 10
    reminder_working_days: tuple[int, ...] = (3, 7)
    """After so many working days the group is reminded; never more often than this."""
    more_time_working_days: int = 5
    """What "ask me again later" adds, once."""
    undo_minutes: int = 5
    follow_up_days: int = 2
    """After a first session, and after one they did not come to."""
    erase_after_end_days: int = 90
    erase_after_silence_days: int = 180
    might_come_days: int = 30

    @property
    def undo(self) -> timedelta:
        return timedelta(minutes=self.undo_minutes)


USUAL = ReferralClocks()
