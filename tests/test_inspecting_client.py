"""The client that inspects pages sees what it promises to see."""

from __future__ import annotations

import pytest
from flask import Flask, request

from tests.inspecting_client import InspectingClient, Page

GOOD = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Walks - Larkmoor</title></head>
<body><main id="main"><h1>Walks</h1>
<form action="/find" method="get"><label for="q">Words</label><input id="q" name="q"><button>Find</button></form>
<form action="/check" method="post"><input type="hidden" name="csrf_token" value="x"><button>Checked</button></form>
</main></body></html>"""


def test_a_good_page_has_no_faults():
    page = Page(GOOD)
    assert page.faults() == []
    assert (page.title, page.heading, page.text) == ("Walks - Larkmoor", "Walks", "Walks Words Find Checked")


@pytest.mark.parametrize(
    ("said", "instead", "fault"),
    [
        ("</form>\n</main>", "</main>", "not valid HTML"),
        ("<h1>Walks</h1>", "<p>Walks</p>", "0 h1 headings"),
        ("</main>", "<h1>More</h1></main>", "2 h1 headings"),
        ("<title>Walks", "<title>Home", "does not begin with its heading"),
        (' lang="en-GB"', "", "no lang"),
        ("</main>", '<p id="q"></p></main>', "stands 2 times"),
        ('for="q"', 'for="r"', "has no label"),
        ('for="q"', 'for="r"', "points at nothing"),
        ("</main>", '<a href="#gone">Skip</a></main>', "the link #gone points at nothing"),
        ('action="/find" ', "", "has no action"),
        ('name="csrf_token"', 'name="other"', "no token against forgery"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("</main>", "<style>p {}</style></main>", "inline style"),
        ("</main>", "<script>1</script></main>", "an inline script"),
        ("<button>Find", '<button onclick="go()">Find', "inline script in onclick"),
        ("</main>", '<a href="javascript:go()">Go</a></main>', "inline script in href"),
        ("</main>", '<img src="/a.png"></main>', "has no alt"),
        (">Find<", "><", "has no words"),
        ('<main id="main">', "<div>", "exactly one <main>"),
    ],
)
def test_a_fault_is_seen(said: str, instead: str, fault: str):
    assert said in GOOD
    assert fault in " | ".join(Page(GOOD.replace(said, instead)).faults())


def test_a_title_may_begin_with_error():
    assert Page(GOOD.replace("<title>", "<title>Error: ")).faults() == []


def test_whole_pages_are_inspected_and_fragments_are_not():
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: request.args["answer"])
    client = InspectingClient(app, app.response_class)
    assert client.get("/", query_string={"answer": GOOD}).page.heading == "Walks"
    client.get("/", query_string={"answer": "<li>only a fragment"})
    with pytest.raises(AssertionError, match="h1"):
        client.get("/", query_string={"answer": GOOD.replace("h1", "h2")})
