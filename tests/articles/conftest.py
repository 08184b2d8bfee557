"""A web server on loopback that plays every attack a fetcher must survive."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Police break up march in Oran - The Test Courier</title>
<meta property="og:site_name" content="The Test Courier">
<meta property="article:published_time" content="2024-03-05T23:40:00-05:00"></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav><article>
<h1>Police break up march in Oran</h1>
<p>ORAN, Algeria — Police fired tear gas on Tuesday to break up a march of several thousand
dock workers in the port of Oran, witnesses and a union official said.</p>
<p>Advertisement</p><p>Read more: Why the docks stand still</p>
<p>Five people were hurt when stones were thrown at officers near the town hall, a doctor at the
city's main hospital said, and ten demonstrators were arrested in the evening.</p>
<p>The dock workers have been on strike since Feb. 26 over unpaid wages and plan to go on.</p>
</article><footer>© 2015 The Test Courier. All rights reserved.</footer></body></html>"""


class HostileHandler(BaseHTTPRequestHandler):
    """Each path is one behaviour."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        path = self.path.partition("?")[0]
        behaviour = getattr(self, "do_" + path.strip("/").replace("-", "_").replace(".", "_"), None)
        try:
            if behaviour:
                behaviour()
            elif path.startswith("/to/"):
                self.redirect(self.path.removeprefix("/to/"))
            else:
                self.answer(404, b"not here", "text/plain")
        except OSError:
            self.close_connection = True

    def answer(self, status: int, body: bytes, kind: str | None, **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location: str) -> None:
        self.answer(302, b"", "text/html", Location=location)

    def stream(self, blocks: Iterator[bytes], kind: str = "text/html", **headers: str) -> None:
        """Send without a length, until the blocks or the reader's patience end."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for block in blocks:
            self.wfile.write(block)

    def do_page(self) -> None:
        self.answer(
            200, PAGE.encode(), "text/html; charset=utf-8", ETag='"v1"',
            Set_Cookie="id=1; Path=/", Last_Modified="Tue, 05 Mar 2024 10:00:00 GMT",
        )  # fmt: skip

    def do_packed(self) -> None:
        self.answer(200, gzip.compress(PAGE.encode()), "text/html", Content_Encoding="gzip")

    def do_latin1(self) -> None:
        self.answer(200, PAGE.replace("—", "é").encode("latin-1"), "text/html; charset=iso-8859-1")

    def do_changed(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.do_page()

    def do_loop(self) -> None:
        self.redirect("/loop")

    def do_slow_body(self) -> None:
        def drip() -> Iterator[bytes]:
            while True:
                yield b"<p>"
                time.sleep(0.05)

        self.stream(drip())

    def do_slow_header(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X")
            self.wfile.flush()
            time.sleep(0.05)

    def do_endless(self) -> None:
        self.stream(iter(lambda: b"x" * 65536, b""))

    def do_endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            self.wfile.write(b"X-%d: y\r\n" % number)

    def do_gzip_bomb(self) -> None:
        self.answer(200, gzip_bomb(), "text/html", Content_Encoding="gzip")

    def do_twice_packed(self) -> None:
        self.answer(200, b"x", "text/html", Content_Encoding="gzip, gzip")

    def do_brotli(self) -> None:
        self.answer(200, b"x", "text/html", Content_Encoding="br")

    def do_not_gzip(self) -> None:
        self.answer(200, b"plain", "text/html", Content_Encoding="gzip")

    def do_huge_length(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "99999999999")
        self.end_headers()

    def do_cut_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<p>half an art")
        self.close_connection = True

    def do_picture(self) -> None:
        self.answer(200, b"\x89PNG\r\n", "image/png")

    def do_program(self) -> None:
        self.answer(200, b"\x7fELF", "application/x-executable")

    def do_disguised(self) -> None:
        self.answer(200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "text/html")

    def do_nonsense(self) -> None:
        self.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")
        self.close_connection = True

    def do_busy(self) -> None:
        self.answer(429, b"", "text/html", Retry_After="7200")

    def do_gone(self) -> None:
        self.answer(410, b"", "text/html")

    def do_broken(self) -> None:
        self.answer(500, b"", "text/html")

    def do_robots_txt(self) -> None:
        body = getattr(self.server, "robots", None)
        if body is None:
            self.answer(404, b"", "text/plain")
        elif isinstance(body, int):
            self.answer(body, b"", "text/plain")
        else:
            self.answer(200, body.encode(), "text/plain")

    def do_feed(self) -> None:
        body = getattr(self.server, "feed", "")
        if self.headers.get("If-None-Match") == '"f1"':
            self.answer(304, b"", None, ETag='"f1"')
        else:
            self.answer(200, body.encode(), "application/rss+xml", ETag='"f1"')

    def do_xml_bomb(self) -> None:
        self.answer(200, xml_bomb(), "application/rss+xml")

    def do_zip_bomb(self) -> None:
        self.answer(200, zip_bomb(), "application/zip")

    def do_deep(self) -> None:
        self.answer(200, b"<html><body>" + b"<div>" * 150_000 + b"x", "text/html")


@cache
def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"\0" * 50_000_000) + packer.flush()


def xml_bomb() -> bytes:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [{entities}]>'
        "<rss><channel><item><title>&a9;</title></item></channel></rss>"
    ).encode()


def zip_bomb(size: int = 300_000_000) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("article.txt", "w") as member:
            for _ in range(size // 1_000_000):
                member.write(b"0" * 1_000_000)
        archive.writestr("second.txt", "Police fired tear gas at a march in Oran on Tuesday.")
    return packed.getvalue()


class HostileServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The reader hangs up on attacks; that is the point."""


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer(("127.0.0.1", 0), HostileHandler) as running:
        running.seen = []
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join(5)


@pytest.fixture
def at(server: HostileServer) -> Callable[[str], str]:
    """Address of one of the server's behaviours."""
    return lambda path: f"http://127.0.0.1:{server.server_port}/{path}"
