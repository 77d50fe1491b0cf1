"""Registers: who came to each session, on a phone, with or without signal, or typed up from paper."""

from flask import Blueprint

registers = Blueprint("registers", __name__)
