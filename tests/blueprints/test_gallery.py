"""The page of every piece: there in the demo world, nowhere else."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from config import Settings


@pytest.mark.parametrize("path", ["/gallery", "/gallery/sheet", "/gallery/errors/404"])
def test_the_gallery_is_only_in_the_demo(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.page.heading == "That page is not here"  # type: ignore[attr-defined]


def test_every_piece_is_valid_and_labelled(client: FlaskClient, settle: Callable[..., Settings]) -> None:
    settle(demo=True)
    page = client.get("/gallery").page  # type: ignore[attr-defined]
    for kind in ("Something to do", "A group to join", "Somewhere to be", "Neighbours in touch", "Help and advice"):
        assert kind in page.text
    assert client.get("/gallery/sheet").status_code == 200


def test_a_refused_form_says_so_at_the_top_and_at_each_field(
    client: FlaskClient, settle: Callable[..., Settings]
) -> None:
    settle(demo=True)
    page = client.get("/gallery").page  # type: ignore[attr-defined]
    links = {link.get("href"): link for link in page.all("a")}
    refused = [field for field in page.all("input", "select", "textarea") if field.get("aria-invalid") == "true"]
    assert len(refused) >= 3
    for field in refused:
        assert f"#{field.get('id')}" in links, f"the summary does not lead to {field.get('name')}"
        assert f"{field.get('id')}-error" in field.get("aria-describedby", "")
