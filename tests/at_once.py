"""Several presses at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable

from werkzeug.test import TestResponse


def all_at_once(presses: list[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Everybody presses at the same moment; the answers in the order of the presses."""
    gate, answers = threading.Barrier(len(presses)), dict[int, TestResponse]()
    faults: list[BaseException] = []

    def press(number: int) -> None:
        gate.wait()
        try:
            answers[number] = presses[number]()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults
    return [answers[number] for number in range(len(presses))]
