"""Registers: who came to each session, on a phone, with or without signal, or typed up from paper."""

from flask import Blueprint

registers = Blueprint("registers", __name__)

from blueprints.registers import (  # noqa: E402, F401
    calling_off,
    calls,
    closing,
    commands,
    contacts,
    counting,
    earlier,
    history,
    index,
    lifts,
    marking,
    noting,
    people,
    pocket,
    printing,
    printing_week,
    sending,
    settling,
    showing,
    typing,
    walking_in,
    worker,
)
