"""Registers: who came to each session, on a phone, with or without signal, or typed up from paper."""

from flask import Blueprint

registers = Blueprint("registers", __name__)

from blueprints.registers import (  # noqa: E402, F401
    calling_off,
    commands,
    contacts,
    earlier,
    index,
    lifts,
    marking,
    pocket,
    printing,
    sending,
    showing,
    typing,
    worker,
)
