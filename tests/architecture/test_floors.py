"""The floors of the house: imports run downwards only, and rooms meet by link."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HALLWAY = {path.stem for path in (ROOT / "blueprints").glob("*.py")}
ROOMS = {path.name for path in (ROOT / "blueprints").iterdir() if (path / "__init__.py").exists()}
NEVER_IN_MODELS = {
    "flask",
    "flask_wtf",
    "flask_login",
    "flask_sqlalchemy",
    "flask_migrate",
    "wtforms",
    "werkzeug",
    "jinja2",
}
BANNED_NAMES = {"utils", "helpers", "common", "lib", "core", "services", "misc"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Each module a file imports, with its line; imports for type checkers only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def said(path: Path, line: int, words: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {words}"


@pytest.mark.parametrize("path", python_files("models"), ids=lambda path: path.name)
def test_the_ground_floor_imports_nothing_from_above(path: Path) -> None:
    broken = [
        said(path, line, f"imports {name}; models/ knows no Flask and nothing above it")
        for name, line in imported(path)
        if name.split(".")[0] in NEVER_IN_MODELS | {"blueprints", "extensions", "app", "seeds", "config"}
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("path", python_files("models"), ids=lambda path: path.name)
def test_the_ground_floor_never_reads_the_clock(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    broken = [
        said(path, node.lineno, f"calls {ast.unparse(node.func)}(); time comes in as an argument")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("datetime.now", "date.today", "datetime.utcnow")
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("path", python_files("blueprints"), ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_do_not_import_rooms_and_the_hallway_imports_no_room(path: Path) -> None:
    own_room = path.parent.name if path.parent.name in ROOMS else None
    broken = []
    for name, line in imported(path):
        parts = name.split(".")
        if parts[0] in ("app", "seeds"):
            broken.append(said(path, line, f"imports {name}; only app.py stands above the rooms"))
        if parts[0] == "blueprints" and len(parts) > 1 and parts[1] in ROOMS and parts[1] != own_room:
            broken.append(said(path, line, f"imports {name}; rooms meet by link, through url_for"))
    assert not broken, "\n".join(broken)


def test_extensions_know_only_the_base_of_the_models() -> None:
    ours = [
        name for name, _ in imported(ROOT / "extensions.py") if name.split(".")[0] in ("models", "blueprints", "seeds")
    ]
    assert all(name.startswith("models.base") for name in ours), ours


def test_no_file_has_a_name_that_says_nothing() -> None:
    broken = [path for path in python_files("models", "blueprints", "seeds") if path.stem in BANNED_NAMES]
    assert not broken, broken


def test_room_and_hallway_names_are_not_the_same() -> None:
    assert not (HALLWAY & ROOMS)
