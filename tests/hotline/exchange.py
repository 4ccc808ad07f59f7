"""The hotline's side of the wire, written from the protocol alone: it signs and checks by itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "only-on-loopback"


def sign(moment: str, nonce: str, target: str, body: bytes, secret: str = SECRET) -> str:
    whole = b"\n".join([moment.encode(), nonce.encode(), target.encode(), body])
    return hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest()


class Exchange:
    """`orders` are theirs by number, `taken` what they were handed. `down`: answers 503. `seen`: every nonce."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.seen: set[str] = set()
        self.down = False
        self.clock = time.time
        exchange = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                exchange.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self) -> None:
                exchange.answer(self, b"")

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/exchange"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        status, said = self._said(request, body)
        data = json.dumps(said).encode()
        request.send_response(status)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _said(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, Any]]:
        if self.down:
            return 503, {}
        heads = request.headers
        moment, nonce = heads["X-Huiyin-Time"], heads["X-Huiyin-Nonce"]
        good = sign(moment, nonce, f"{request.command} {request.path}", body)
        if heads["X-Huiyin-Signature"] != good or nonce in self.seen:
            return 403, {}
        self.seen.add(nonce)
        path, _, query = request.path.removeprefix("/exchange").partition("?")
        if request.command == "GET":
            return self._listed(path, query)
        said = json.loads(body)
        self.taken.append((path, said))
        if path == "/orders":
            number = f"HL-{len(self.taken):04}"
            self.orders[number] = {"id": number, "state": "accepted", "day": query}
            return 201, {"id": number}
        if said["id"] in self.orders:
            self.orders[said["id"]]["state"] = said["state"]
        return 200, {}

    def _listed(self, path: str, query: str) -> tuple[int, dict[str, Any]]:
        if path == "/orders":
            return 200, {"orders": [{"id": o["id"], "state": o["state"]} for o in self.orders.values()]}
        found = self.orders.get(path.removeprefix("/orders/"))
        return (200, found) if found else (404, {})
