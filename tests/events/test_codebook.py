import importlib.util
from pathlib import Path

from geo.events.acled.rows import ACLED_COLUMNS
from geo.events.gate import REASONS
from geo.events.ontology import Ontology
from geo.frame import COLUMNS

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "docs" / "codebook.md"


def test_generated_parts_are_up_to_date():
    spec = importlib.util.spec_from_file_location("codebook", ROOT / "bench" / "codebook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = BOOK.read_text(encoding="utf-8")
    assert module.fresh(text) == text, "run python bench/codebook.py"


def test_every_column_type_mode_and_context_is_told():
    text = BOOK.read_text(encoding="utf-8")
    ontology = Ontology.load()
    told = [*(f"`{name}`" for name in COLUMNS), *(f"| {code} |" for code in ontology.types)]
    told += [f"`{mode}`" for kind in ontology.types.values() for mode in kind.modes]
    told += [f"`{code}`" for code in ontology.contexts]
    assert [word for word in told if word not in text] == []


def test_every_column_of_the_acled_export_is_told():
    text = BOOK.read_text(encoding="utf-8")
    assert [name for name in ACLED_COLUMNS if f"`{name}`" not in text] == []


def test_every_gate_reason_is_told():
    text = BOOK.read_text(encoding="utf-8")
    assert [reason for reason in REASONS if reason not in text] == []
