"""The binder: many of our PDFs into one that people who listen to it can read as well as each alone.

What says which words are a heading, a list or a picture (the tags) comes along, and every sheet becomes a part of one
document with a bookmark. What was bound before can be bound again: its parts come over one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

LANGUAGE = "en-GB"
PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}part"
PART = "/Part"
LARGE = 4096
"""Bytes. Pictures and fonts larger than this are kept once, however many sheets show them."""


def bind(pdfs: Sequence[bytes], title: str) -> bytes:
    """One PDF/UA-1 of all these, in order. The same ones always give the same bytes."""
    if not pdfs:
        raise ValueError("there is nothing to bind")
    book = _Book(title)
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as source:
            book.add(source)
    return book.closed()


class _Book:
    """The PDF that grows."""

    def __init__(self, title: str) -> None:
        self.pdf = Pdf.new()
        self.title = title
        self.marks: list[tuple[str, int]] = []
        """The bookmarks: a title, and the number of its page from 0."""
        self.parents: list[Any] = []
        """Number and owner by turns: which tag each piece of a page belongs to."""
        self.next_key = 0
        self.roles = Dictionary()
        self.seen: dict[bytes, Object] = {}
        self.renumbered: set[tuple[int, int]] = set()
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.whole = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array(), Lang=LANGUAGE)
        )

    def add(self, source: Pdf) -> None:
        """Put all its pages behind what is there."""
        first = len(self.pdf.pages)
        self.pdf.pages.extend(source.pages)
        pages = list(self.pdf.pages)[first:]
        # The pages went first, so that what names them in the tags finds them.
        tags = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self.roles.update(dict(tags.get(Name.RoleMap, Dictionary()).items()))
        documents = [kid for kid in _listed(tags.K) if isinstance(kid, Dictionary)]
        was_bound = all(str(kid.S) == PART for document in documents for kid in _listed(document.K))
        name = str(source.docinfo.get(Name.Title, ""))
        for document in documents:
            for part in _listed(document.K) if was_bound else [document]:
                self._add_part(part, name)
        for number, owner in _numbered(tags.ParentTree):
            self.parents += [number + self.next_key, owner]
        for page in pages:
            self._renumber(page.obj)
            self._keep_once(page.obj)
        self.next_key += int(tags.get(Name.ParentTreeNextKey, len(pages)))
        self.marks += [(words, first + at) for words, at in (_marks(source) if was_bound else [(name, 0)])]

    def _add_part(self, part: Object, name: str) -> None:
        if str(part.S) != PART:
            part.S, part.T = Name.Part, pikepdf.String(name)
        part.P = self.whole
        self.whole.K.append(part)

    def _renumber(self, page: Object) -> None:
        """Move the numbers by which pieces of the page find their tags behind those that are taken."""
        forms = page.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
        for piece in (page, *_listed(page.get(Name.Annots, Array())), *(form for _, form in forms.items())):
            if piece.objgen in self.renumbered:
                continue  # two pages of one sheet may show the same piece
            self.renumbered.add(piece.objgen)
            for key in (Name.StructParents, Name.StructParent):
                if key in piece:
                    piece[key] = int(piece[key]) + self.next_key

    def _keep_once(self, page: Object) -> None:
        """Let the page show the picture that another page brought when they are the same, dot by dot."""
        pictures = page.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
        for name, picture in list(pictures.items()):
            if picture.get(Name.Subtype) == Name.Image and int(picture.get(Name.Length, 0)) > LARGE:
                print_ = hashlib.sha256(picture.read_raw_bytes()).digest()
                pictures[name] = self.seen.setdefault(print_, picture)

    def closed(self) -> bytes:
        """The finished file."""
        root, catalog = self.root, self.pdf.Root
        root.K = Array([self.whole])
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.parents)))
        root.ParentTreeNextKey = self.next_key
        root.RoleMap = self.roles
        catalog.StructTreeRoot = root
        catalog.Lang = pikepdf.String(LANGUAGE)
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(words, at) for words, at in self.marks)
        self.pdf.docinfo[Name.Title] = self.title
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"] = self.title
            said["dc:language"] = [LANGUAGE]
            said[PDF_UA] = "1"
        out = BytesIO()
        packed = pikepdf.ObjectStreamMode.generate
        self.pdf.save(out, min_version="1.7", object_stream_mode=packed, deterministic_id=True)
        return out.getvalue()


def _listed(thing: Any) -> list[Any]:
    return list(thing) if isinstance(thing, Array) else [thing]


def _numbered(tree: Object) -> Iterator[tuple[int, Any]]:
    """The numbers of a number tree and what stands at each, however many branches it has."""
    for kid in tree.get(Name.Kids, Array()):
        yield from _numbered(kid)
    pairs = list(tree.get(Name.Nums, Array()))
    yield from ((int(number), owner) for number, owner in zip(pairs[::2], pairs[1::2], strict=True))


def _marks(source: Pdf) -> list[tuple[str, int]]:
    """The bookmarks of what was bound before."""
    numbers = {page.obj.objgen: at for at, page in enumerate(source.pages)}
    with source.open_outline() as outline:
        places: list[tuple[str, Any]] = [(mark.title, mark.destination) for mark in outline.root]
    return [(title, numbers[place[0].objgen]) for title, place in places]
