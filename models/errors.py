"""Refusals. Each is named for what was refused, and its message is fit for the person who tried."""


class RuleBroken(Exception):
    """A rule said no. `message` tells the person what to do next; `field` names the form field to mend, if any."""

    message = "That cannot be done."

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        self.message = message or self.message
        self.field = field
        super().__init__(self.message)


class NotAllowed(RuleBroken):
    """The person may not do this here."""

    message = "You cannot do that here. Ask a panel lead."
