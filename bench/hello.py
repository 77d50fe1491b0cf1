"""The measure of all pages: one line of text from a bare Flask app. `python -m bench.hello PORT`."""

import sys

from flask import Flask
from waitress import serve

from blueprints.serving import DEFAULT_THREADS

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "Hello"


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=DEFAULT_THREADS)
