"""The interface against its own description: whatever is asked, the answer is one it describes."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings

from geo.settings import Settings
from geo.store import Store
from tests.builders import make_article, make_event

schemathesis = pytest.importorskip("schemathesis")
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402 (skipped without)

#: Questions of each kind; docs/security.md has a longer run.
EXAMPLES = int(os.environ.get("DATELINE_API_EXAMPLES", "60"))


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The description as the running interface gives it, in front of a store of two events."""
    from starlette.applications import Starlette

    from geo.app.api import routes

    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'events.db'}"
    store = Store.open(url)
    run = store.begin_run(Settings())
    for text in ("one", "{{7*7}}\x00</script>"):
        event = make_event(
            make_article(f"Police arrested about 300 protesters in Almaty on Wednesday. {text}")
        )
        store.save(event.article, [event], run_id=run)
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_STORE", url)
        patch.setattr("sys.argv", ["streamlit_app.py"])
        yield schemathesis.openapi.from_asgi("/api/openapi.json", Starlette(routes=routes()))


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_whatever_is_asked_is_answered_as_described(described, mode):
    """Questions that fit the description, and questions that do not."""
    questions = described["/api/events.geojson"]["GET"].as_strategy(generation_mode=mode)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=questions)
    def ask(case):
        assume(not _looks_right_in_an_address(case, described))
        # Not asked: that all a schema allows is accepted. It cannot say that one day is not after another.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()


def _looks_right_in_an_address(case, described):
    """A list of one and the one itself are the same in an address: nothing there to refuse."""
    schemas = described.raw_schema["paths"]["/api/events.geojson"]["get"]["parameters"]
    lists = {p["name"]: p["schema"].get("type") == "array" for p in schemas}
    asked = (case.query or {}).items()
    return any(name in lists and isinstance(value, list) != lists[name] for name, value in asked)
