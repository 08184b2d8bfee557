"""Data reaches a map through ``payload.encode`` only, and a page through text nodes only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from geo.maps import assets, event_layers, make_map
from geo.maps.layers import View
from tests.map_frames import HOSTILE

ROOM = Path(assets.__file__).parent
MODULES = sorted(ROOM.rglob("*.py"))
OWN_SCRIPTS = sorted(p for p in assets.ASSET_DIR.glob("*.js"))
#: Everything of folium and branca that Dateline uses; each is given constants or ``encode`` output.
KNOWN = {"folium.Map", "folium.FeatureGroup"}


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.name)
def test_no_other_part_of_folium_is_used(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    used = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"folium", "branca", "plugins"}
    }
    assert used <= KNOWN
    named = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("folium", "branca"))
        for alias in node.names
    }
    assert named <= {"branca.element.MacroElement", "folium.template.Template"}


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.name)
def test_templates_are_constants(module):
    """No f-string and no ``+`` builds a template."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Template":
            assert isinstance(node.args[0], ast.Constant)


@pytest.mark.parametrize("script", OWN_SCRIPTS, ids=lambda p: p.name)
def test_scripts_write_text_nodes_only(script):
    text = script.read_text(encoding="utf-8")
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    assert not re.search(ways, text)
    assert not re.search(r"bind(?:Popup|Tooltip)\(\s*[\"'`]", text)
    assert "`" not in text
    # A divIcon's html is an element we made, never a string.
    assert all(m.group(1).startswith(("made.element", "element")) for m in
               re.finditer(r"html:\s*([\w.]+)", text))  # fmt: skip


@pytest.mark.parametrize("view", View.__args__)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_attack_reaches_the_page_of_any_map(hostile, view, theme):
    page = make_map(hostile, view=view, theme=theme).get_root().render()
    _assert_inert(page)
    group = event_layers(hostile, view=view, theme=theme, zoom=5, box=(0, 0, 90, 70))
    _assert_inert(next(iter(group._children.values())).payload)


def _assert_inert(text):
    assert "window.owned" not in text  # "=", "`", "$" … are escaped wherever labels pass
    for attack in HOSTILE:
        if not re.fullmatch(r"[\w .,:]+", attack):
            assert attack not in text
    assert "49" not in re.findall(r"\[\"(\d+)\"", text)
