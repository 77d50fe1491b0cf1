"""A reader's word to the panel is answered, and only the reader hears of it."""

from collections.abc import Callable
from typing import Any

from tests.journeys.conftest import Meet
from tests.mail import MailServer


def test_the_panel_answers_and_the_reader_gets_one_mail(
    meet: Meet, post: Callable[[], str], mail_server: MailServer, pass_time: Callable[..., Any]
) -> None:
    # Given a reader who wants to hear back
    reader = meet(scripts=False)
    reader.opens("/patches/larkmoor").follows("Tell them what is missing")
    pass_time(seconds=40)
    reader.ticks("Something is missing from the board").types(
        "There is a chess club at the barber’s.", "What should we know?"
    )
    reader.types("mo@example.org", "Your email or phone, only if you want an answer").presses("Send to the panel")
    reader.is_on("Thank you: the panel has it").has_no_cookie()
    # When the panel answers from its desk
    dot = meet(email="dot@example.org")
    dot.opens("/panels/larkmoor/desk").sees("chess club at the barber’s")
    dot.opens("/panels/larkmoor/suggestions")
    dot.page.locator("li, article, tr").filter(has_text="chess club at the barber’s").last.get_by_role(
        "link"
    ).first.click()
    dot.sees("mo@example.org").types("It is up now. Thank you, Mo.", "What did you do?").presses("Answer it")
    # Then it is off the desk, the mail has gone, and the address is nowhere any more
    answer = post()
    assert "It is up now. Thank you, Mo." in answer
    assert [message["To"] for message in mail_server.messages] == ["mo@example.org"]
    assert "chess" not in str(mail_server.messages[0]["Subject"])
    dot.opens("/panels/larkmoor/desk").does_not_see("chess club at the barber’s")
    # And another panel never saw it
    gillian = meet(email="gillian@example.org")
    gillian.opens("/panels/hollinfold/desk").does_not_see("chess club")
    assert gillian.page.goto("/panels/larkmoor/suggestions").status == 404  # type: ignore[union-attr]
