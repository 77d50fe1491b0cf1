"""What comes out of the printer: a page as PDF, its sheets counted, its words read, its squares decoded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page


class Pdf:
    def __init__(self, contents: bytes) -> None:
        self.contents = contents

    @property
    def pages(self) -> int:
        return len(re.findall(rb"/Type\s*/Page\b", self.contents))

    @property
    def words(self) -> str:
        """All that is written on it, with single spaces."""
        need("pdftotext")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.pdf"
            file.write_bytes(self.contents)
            said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True)
        return " ".join(said.stdout.split())


def print_page(page: Page, paper: str = "A4") -> Pdf:
    """Print it as the browser's own print button would, without headers and footers of the browser."""
    return Pdf(page.pdf(format=paper, print_background=False, prefer_css_page_size=True))


def need(tool: str) -> None:
    """A tool that reading paper needs. In CI it must be there; elsewhere the test is passed over, and says so."""
    if shutil.which(tool) is None:
        said = f"This needs {tool}, which comes with poppler-utils."
        if os.environ.get("CI"):
            pytest.fail(said, pytrace=False)
        pytest.skip(f"NOT TESTED ON PAPER. {said}")
