"""A double of WeChat's two OAuth addresses: real HTTP, codes that work once, WeChat's own error bodies."""

from __future__ import annotations

import itertools
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

INVALID_CODE = {"errcode": 40029, "errmsg": "invalid code, rid: 00000000-00000000-00000000"}
USED_CODE = {"errcode": 40163, "errmsg": "code been used"}
INVALID_SECRET = {"errcode": 40125, "errmsg": "invalid appsecret"}


class WeChat:
    """`fail_with` (status, body) takes the place of all answers; `follower` is who opens the next page."""

    def __init__(self, app_id: str, secret: str) -> None:
        self.app_id, self.secret = app_id, secret
        self.codes: dict[str, str] = {}
        self.used: set[str] = set()
        self.follower = "oDouble_0000000000000000001"
        self.fail_with: tuple[int, bytes] | None = None
        self.counter = itertools.count(1)
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if parts.path == "/connect/oauth2/authorize":
                    self.send_response(302)
                    self.send_header("Location", double.authorize(parts.query, query))
                    self.end_headers()
                    return
                status, body = double.fail_with or (200, json.dumps(double.access_token(query)).encode())
                self.send_response(status if parts.path == "/sns/oauth2/access_token" else 404)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> WeChat:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, raw: str, query: dict[str, str]) -> str:
        """WeChat shows an error page for parameters in another order, so this one isn't forgiving either."""
        order = [pair.partition("=")[0] for pair in raw.split("&")]
        assert order == ["appid", "redirect_uri", "response_type", "scope", "state"], order
        assert (query["appid"], query["response_type"]) == (self.app_id, "code")
        assert query["scope"] == "snsapi_base"
        assert query["state"].isascii() and query["state"].isalnum() and len(query["state"]) <= 128
        code = f"0{next(self.counter):031d}"
        self.codes[code] = self.follower
        back = query["redirect_uri"]
        return f"{back}{'&' if '?' in back else '?'}{urlencode({'code': code, 'state': query['state']})}"

    def access_token(self, query: dict[str, str]) -> dict[str, object]:
        if (query.get("appid"), query.get("secret")) != (self.app_id, self.secret):
            return dict(INVALID_SECRET)
        code = query.get("code", "")
        if code in self.used:
            return dict(USED_CODE)
        if code not in self.codes or query.get("grant_type") != "authorization_code":
            return dict(INVALID_CODE)
        self.used.add(code)
        openid = self.codes.pop(code)
        return {
            "access_token": "double-token",
            "expires_in": 7200,
            "refresh_token": "double-refresh",
            "openid": openid,
            "scope": "snsapi_base",
        }
