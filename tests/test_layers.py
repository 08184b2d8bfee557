"""The import direction of docs/architecture.md, held."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

GEO = Path(__file__).resolve().parent.parent / "geo"
#: Rooms from the top row to the bottom one; a room may import rows below it, and itself.
ROWS = (
    {"app"},
    {"cli", "batch"},
    {"pipeline", "maps", "exports", "store", "filters"},
    {"articles", "sentences", "toponyms", "events", "frame", "records"},
    {"syntax", "dateline"},
    {"grammar"},
    {"packs"},
    {"resources"},
    {"settings"},
    {"model"},
    {"errors", "frozen"},
)
ROW = {room: depth for depth, rooms in enumerate(ROWS) for room in rooms}
#: Imports inside a row that the plan allows, each for its reason.
ALLOWED = {
    ("cli", "batch"),  # `geo batch` is a verb like the others
    ("exports", "filters"),  # an export writes down which filters made it
    ("exports", "maps"),  # the areas of regions are kept with the basemap
    ("store", "filters"),  # a store answers the same filters as a frame
}
#: Library -> the only rooms that may import it.
ONLY_IN = {
    "streamlit": {"app"},
    "streamlit_folium": {"app"},
    "folium": {"maps"},
    "branca": {"maps"},
    "geopy": {"toponyms"},
    "geopandas": {"frame", "maps", "exports"},
    "sqlalchemy": {"store"},
    "dask": {"batch"},
    "distributed": {"batch"},
}


def room_of(path: Path) -> str:
    """The room a file belongs to: its folder under geo/, or its own name."""
    return path.relative_to(GEO).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module named in an import of the file, dotted.

    What only type checkers see (``if TYPE_CHECKING``) binds rooms together as well and counts;
    only the public names in ``geo/__init__`` and the types of other libraries do not.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names = {f"{module}.{a.name}" for a in node.names} if module == "geo" else {module}
        else:
            continue
        ours = {n for n in names if n.partition(".")[0] == "geo"}
        found |= ours if id(node) in typing_only else names
    return found


FILES = sorted(p for p in GEO.rglob("*.py") if room_of(p) not in {"__init__", "__main__"})


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(GEO)))
def test_imports_go_down_only(path):
    room = room_of(path)
    assert room in ROW, f"{room} is not a room of docs/architecture.md"
    for module in imports(path):
        head, _, rest = module.partition(".")
        if head == "geo":
            other = rest.partition(".")[0]
            if other in {"", room, "__version__"}:
                continue
            assert other in ROW, f"{path.name} imports geo.{other}, which is no room"
            assert ROW[other] > ROW[room] or (room, other) in ALLOWED, (
                f"{path.relative_to(GEO)} ({room}) may not import {other}: imports go down only"
            )
        elif head in ONLY_IN:
            assert room in ONLY_IN[head], f"{head} is imported only in {ONLY_IN[head]}, not {room}"


def test_every_room_stands():
    rooms = {room_of(p) for p in FILES}
    assert rooms == set(ROW)


def test_modules_stay_small():
    """A file over 400 lines is two rooms under one name."""
    long = {
        str(p.relative_to(GEO)): n
        for p in FILES
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
