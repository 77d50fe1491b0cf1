"""Many PDFs in one: every page, every tag, in order, and readable aloud as each was alone."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from blueprints import press
from blueprints.binding import bind
from tests.picture_files import as_file, photo
from tests.sheets.contents import BENCH, FOLDED, SHED, SLIPS, TALK, TEA, WALK

LOOK = {"paper": "a4", "design": "notice", "ink": "colour", "strips": 0, "state": ""}
TITLE = "Six posters, Larkmoor panel"
SHEETS: list[tuple[str, dict[str, Any]]] = [
    ("poster", {**SHED, "strips": 10}),
    ("poster", {**TEA, "design": "quiet"}),
    ("large", {**WALK, "large": True}),
    ("languages", {**TALK, "languages": [SLIPS["pl"], SLIPS["ur"], SLIPS["bn"]]}),
    ("fold", FOLDED),
    ("poster", {**BENCH, "design": "bold", "ink": "saving"}),
]


@pytest.fixture(scope="module")
def sheets() -> list[bytes]:
    return [press.pdf(template, {**LOOK, **content}, pages=None) for template, content in SHEETS]


@pytest.fixture(scope="module")
def bound(sheets: list[bytes]) -> bytes:
    return bind(sheets, TITLE)


def opened(pdf: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def title_of(pdf: bytes) -> str:
    with opened(pdf) as book:
        return str(book.docinfo[Name.Title])


def texts(pdf: bytes) -> list[str]:
    """The words of each page, in the order in which they are read."""
    with pypdfium2.PdfDocument(pdf) as pages:
        return [page.get_textpage().get_text_range() for page in pages]


def elements(of: Any) -> Iterator[Any]:
    """Every tag under this one, in order."""
    if isinstance(of, Array):
        for kid in of:
            yield from elements(kid)
    elif isinstance(of, Dictionary) and Name.S in of:
        yield of
        yield from elements(of.get(Name.K, Array()))


def tags(pdf: bytes) -> list[str]:
    with opened(pdf) as book:
        return [str(each.S) for each in elements(book.Root.StructTreeRoot.K)]


def test_every_page_comes_along_and_reads_as_it_did_alone(sheets: list[bytes], bound: bytes) -> None:
    assert texts(bound) == [page for sheet in sheets for page in texts(sheet)]


def test_it_says_what_it_is_to_people_who_listen(bound: bytes) -> None:
    pdf = opened(bound)
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.pdf_version == "1.7"
    with pdf.open_metadata() as said:
        assert said["dc:title"] == TITLE
        assert said["pdfuaid:part"] == "1"
    assert pdf.check_pdf_syntax() == []


def test_the_tags_of_each_sheet_become_a_part_of_one_document(sheets: list[bytes], bound: bytes) -> None:
    found = tags(bound)
    assert found[0] == "/Document"
    assert found.count("/Document") == 1
    assert found.count("/Part") == len(sheets)
    alone = [tag for sheet in sheets for tag in ["/Part", *tags(sheet)[1:]]]
    assert found[1:] == alone
    pdf = opened(bound)
    figures = [each for each in elements(pdf.Root.StructTreeRoot.K) if str(each.S) == "/Figure"]
    assert len(figures) >= len(sheets)
    assert all("QR code" in str(each.Alt) for each in figures)


def test_each_page_finds_its_own_tags_again(bound: bytes) -> None:
    """The numbers in the pages lead to tags that lie on just that page, and none is used twice."""
    pdf = opened(bound)
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip((int(number) for number in pairs[::2]), pairs[1::2], strict=True))
    assert list(owners) == sorted(owners)
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey > max(owners)
    used = [int(page.obj[Name.StructParents]) for page in pdf.pages]
    assert len(set(used)) == len(pdf.pages)
    for page, number in zip(pdf.pages, used, strict=True):
        for owner in owners[number]:
            assert page.obj.objgen in {each.Pg.objgen for each in elements(owner) if Name.Pg in each}
            assert _reaches_the_root(owner, pdf)


def _reaches_the_root(owner: Any, pdf: Pdf) -> bool:
    for _ in range(30):
        if owner.objgen == pdf.Root.StructTreeRoot.objgen:
            return True
        owner = owner.P
    return False


def test_every_sheet_has_a_bookmark_that_leads_to_it(sheets: list[bytes], bound: bytes) -> None:
    pdf = opened(bound)
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        marks = [(str(mark.title), numbers[mark.destination[0].objgen]) for mark in outline.root]
    titles = [title_of(sheet) for sheet in sheets]
    assert marks == list(zip(titles, [0, 1, 2, 3, 4, 6], strict=True))


def test_all_fonts_are_inside(bound: bytes) -> None:
    pdf = opened(bound)
    fonts = [
        font for font in pdf.objects if isinstance(font, Dictionary) and font.get(Name.Type) == Name.FontDescriptor
    ]
    assert len(fonts) > len(SHEETS)
    assert all(Name.FontFile2 in each or Name.FontFile3 in each for each in fonts)


def test_what_was_bound_is_bound_again_without_another_floor(sheets: list[bytes], bound: bytes) -> None:
    """Parts of a run are bound as they are made, and once more in the end."""
    again = bind([bind(sheets[:2], "a"), bind(sheets[2:5], "b"), sheets[5]], TITLE)
    assert texts(again) == texts(bound)
    assert tags(again) == tags(bound)
    first, second = opened(bound), opened(again)
    for one, other in zip(first.pages, second.pages, strict=True):
        assert int(one.obj[Name.StructParents]) == int(other.obj[Name.StructParents])
    test_each_page_finds_its_own_tags_again(again)
    test_every_sheet_has_a_bookmark_that_leads_to_it(sheets, again)
    test_all_fonts_are_inside(again)


def test_the_same_sheets_give_the_same_bytes(sheets: list[bytes], bound: bytes) -> None:
    assert bind(sheets, TITLE) == bound


def test_a_sheet_stays_as_it_looked(sheets: list[bytes], bound: bytes) -> None:
    with pypdfium2.PdfDocument(bound) as book, pypdfium2.PdfDocument(sheets[3]) as alone:
        assert book[3].render(scale=1).to_pil().tobytes() == alone[0].render(scale=1).to_pil().tobytes()


def test_a_picture_that_many_sheets_show_is_kept_once() -> None:
    jpeg = as_file(photo((800, 600)))
    shown = press.put_picture(f"{hashlib.sha256(jpeg).hexdigest()[:60]}cc.jpg", jpeg)
    picture = {"path": shown, "alt": "A bench.", "ratio": 4 / 3}
    walls = [
        press.pdf("poster", {**LOOK, **SHED, "path": f"/p/7KQ4M{letter}", "picture": picture}) for letter in "ACDEFHJK"
    ]
    alone = len(bind(walls[:1], "One"))
    assert alone > len(jpeg)
    assert len(bind(walls, "Eight")) < alone + 7 * (alone - len(jpeg))
    assert len(bind([bind(walls[:4], "a"), bind(walls[4:], "b")], "Eight")) < alone + 7 * (alone - len(jpeg))


def test_nothing_cannot_be_bound() -> None:
    with pytest.raises(ValueError, match="nothing to bind"):
        bind([], TITLE)
