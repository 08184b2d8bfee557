"""A model as the coder, played by a server on loopback: what is believed, and what is dropped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.articles import article_from_text
from geo.cli import main
from geo.errors import CoderError
from geo.events.llm.coder import PIECE_CHARS
from geo.events.llm.endpoint import MAX_BYTES, Endpoint
from geo.pipeline import Pipeline
from geo.settings import Settings

TEXT = (
    "Police detained 40 protesters in Almaty on Thursday. President Kassym-Jomart Tokayev met "
    "envoys in Astana.\nShops stayed shut."
)
GOOD = {
    "type": "COERCE", "mode": "arrest", "quote": "Police detained 40 protesters in Almaty",
    "trigger": "detained", "actors": ["Police"], "recipients": ["40 protesters"],
    "place": "Almaty", "date": "Thursday",
}  # fmt: skip


class Model(ThreadingHTTPServer):
    """Answers every question with ``reply`` (status and bytes) and keeps what it was asked."""

    def __init__(self) -> None:
        self.reply: tuple[int, bytes] = (200, b"")
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        super().__init__(("127.0.0.1", 0), Handler)

    def say(self, content: object) -> None:
        """Answer as such servers do, with some content."""
        message = {"choices": [{"message": {"role": "assistant", "content": content}}]}
        self.reply = 200, json.dumps(message).encode()


class Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append({"path": self.path, **json.loads(body)})
        self.server.keys.append(self.headers["Authorization"])
        status, answer = self.server.reply
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def coder(model: Model, **more: object) -> Pipeline:
    address = f"http://127.0.0.1:{model.server_port}/v1/"
    return Pipeline(Settings(coder_endpoint=address, coder_model="small", **more))  # type: ignore[arg-type]


def article(text: str = TEXT):
    return article_from_text(text, published=date(2022, 1, 7))


def test_a_claim_that_the_article_bears_out_becomes_an_event(model):
    model.say("Sure! ```json\n" + json.dumps({"events": [GOOD]}) + "\n```")
    (event,) = coder(model, coder_key="secret").code(article())
    assert (event.event_type, event.modes, event.trigger.text) == (
        "COERCE",
        ("arrest",),
        "detained",
    )
    assert event.evidence.text == "Police detained 40 protesters in Almaty on Thursday."
    assert TEXT[event.trigger.start : event.trigger.end] == "detained"
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Almaty", "KAZ")
    assert event.event_date is not None
    assert event.event_date.start == date(2022, 1, 6)
    assert [(a.text, a.sectors[:1]) for a in event.actors] == [("Police", ("COP",))]
    assert [q.low for q in event.quantities if q.kind == "arrested"] == [40]
    assert event.review_status == "needs review"
    assert model.asked[0]["path"] == "/v1/chat/completions"
    assert model.keys == ["Bearer secret"]


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Police arrested 40 protesters in Almaty"},
        {"quote": "police detained 40 protesters"},
        {"quote": ""},
        {"quote": None},
        {"quote": ["Police detained 40 protesters in Almaty"]},
        {"type": "MURDER"},
        {"type": ["COERCE"]},
        {"type": None},
    ],
)
def test_a_claim_without_its_words_or_a_type_is_dropped(model, change):
    model.say(json.dumps({"events": [GOOD | change, GOOD | {"quote": "Shops stayed shut."}]}))
    assert [e.evidence.text for e in coder(model).code(article())] == ["Shops stayed shut."]


def test_nothing_of_the_models_own_gets_into_an_event(model):
    claim = GOOD | {
        "mode": "<script>", "trigger": "was hacked", "actors": ["<b>Police</b>", 7, {"a": 1}, "Police"],
        "recipients": "40 protesters", "place": "Atlantis", "date": "2 January 1999",
    }  # fmt: skip
    model.say(json.dumps({"events": [claim]}))
    (event,) = coder(model).code(article())
    assert event.modes == ()
    assert event.trigger.text == GOOD["quote"]
    assert [a.text for a in event.actors] == ["Police"]
    assert event.recipients == ()
    assert event.place is None
    assert "no place" in event.geo_reason
    assert event.event_date is not None
    assert event.event_date.start == date(2022, 1, 6)
    assert "Atlantis" not in repr(event)


@pytest.mark.parametrize(
    "content",
    [
        "", "no", "{", "[]", '{"events": 3}', '{"events": [1, "x", null, []]}', "[" * 100_000,
        '{"events":' * 5_000, None, 5, {"events": []}, '{"events": [{"type": ' + "9" * 6_000 + "}]}",
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_holds_no_events(model, content):
    model.say(content)
    assert coder(model).code(article()) == ()


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\xff\xfe\x00", b'{"choices": []}', b"[[[["])
def test_an_answer_of_another_kind_holds_no_events(model, answer):
    model.reply = 200, answer
    assert coder(model).code(article()) == ()


@pytest.mark.parametrize("status", [301, 307, 401, 404, 429, 500])
def test_a_refusal_is_an_error_and_no_redirect_is_followed(model, status):
    model.reply = status, b"{}"
    with pytest.raises(CoderError, match=str(status)):
        coder(model).code(article())
    assert len(model.asked) == 1


def test_an_endless_answer_and_a_silent_server_end(model):
    model.reply = 200, b" " * (MAX_BYTES + 1)
    with pytest.raises(CoderError, match="more than"):
        coder(model).code(article())
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as deaf:
        silent = Endpoint(
            "127.0.0.1", deaf.server_port, "/v1", secure=False, model="m", timeout=0.2
        )
        with pytest.raises(CoderError, match="could not be asked"):
            silent.ask("rules", "text")


def test_a_long_article_is_asked_about_in_pieces_and_read_once(model):
    model.say(json.dumps({"events": [GOOD]}))
    long = article(TEXT + "\n" + "The weather was fine that day. " * (2 * PIECE_CHARS // 31))
    (event,) = coder(model).code(long)
    assert event.trigger.text == "detained"
    assert len(model.asked) == 3
    sent = [str(q["messages"][1]["content"]) for q in model.asked]  # type: ignore[index]
    assert max(map(len, sent)) <= PIECE_CHARS


@pytest.mark.parametrize(
    "address",
    ["http://models.example.org/v1", "ftp://127.0.0.1/v1", "models", "https://", "http://[::1",
     "https://user:pass@models.example.org/v1", "https://models.example.org/v1?key=1"],
)  # fmt: skip
def test_text_goes_to_no_address_that_is_open_to_others(address):
    with pytest.raises(CoderError):
        Endpoint.of(address, "small")


def test_it_is_off_and_the_key_is_not_printed():
    assert Settings().coder_endpoint is None
    assert "s3cret" not in repr(Settings.from_env({"DATELINE_CODER_KEY": "s3cret"}))
    assert "s3cret" not in str(Settings(coder_key="s3cret").noted())
    assert "s3cret" not in repr(Endpoint.of("https://models.example.org/v1", "m", "s3cret"))


def test_other_languages_are_not_sent(model):
    spanish = article(
        "La policía detuvo el jueves a cuarenta manifestantes en la capital del país, según dijo el "
        "ministro del Interior en una rueda de prensa celebrada por la tarde."
    )
    assert coder(model).code(spanish) == ()
    assert model.asked == []


def test_the_command_line_says_where_the_text_goes(model, tmp_path, capsys):
    model.say(json.dumps({"events": [GOOD]}))
    source = tmp_path / "story.txt"
    source.write_text(TEXT, encoding="utf-8")
    address = f"http://127.0.0.1:{model.server_port}/v1"
    asked = ["--coder-endpoint", address, "--coder-model", "small", "--published", "2022-01-07"]
    assert main(["code", str(source), *asked, "-o", str(tmp_path / "out.csv")]) == 0
    assert "sent to 127.0.0.1" in capsys.readouterr().err
    assert "COERCE" in (tmp_path / "out.csv").read_text(encoding="utf-8")
