"""From an empty PostgreSQL to the first case at a desk, as an operator does it; and what won't start."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from huiyin.site.postgres import BINARIES, Server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PASSWORD = "a long sentence, easily kept"
OWN = "chosen-by-its-owner-271"
SECRET = "watching-over-it"
COMMITTEE = "xt-committee"


class Installation:
    """A folder, a database and an environment; `run` runs the command, `up` serves."""

    server: Server

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_", "DJANGO_"))}
        self.environment = kept | {
            "DATABASE_URL": url, "HUIYIN_REALM": "live", "HUIYIN_VAR": str(folder / "var"),
            "HUIYIN_HOSTS": "report.example,127.0.0.1", "HUIYIN_PUBLIC_URL": "https://report.example",
            "HUIYIN_HEALTH_SECRET": SECRET, "HUIYIN_PROXIES": "1",
            "HUIYIN_SMS": "kannel", "HUIYIN_KANNEL_URL": "http://127.0.0.1:9/cgi-bin/sendsms",
        }  # fmt: skip

    def run(self, *words: str, says: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "huiyin.site.cli", *words],
            env=self.environment | changes, input=says, capture_output=True, text=True, cwd=self.folder,
            timeout=300,
        )  # fmt: skip

    def refused(self, *words: str, says: str = "", **changes: str) -> str:
        done = self.run(*words, says=says, **changes)
        assert done.returncode == 2, (done.returncode, done.stdout, done.stderr[-2000:])
        return done.stderr

    def done(self, *words: str, says: str = "") -> str:
        done = self.run(*words, says=says)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


class Visitor:
    """A browser behind the proxy: HTTPS, cookies, forms."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, SimpleCookie()

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {
            "Host": "report.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9",
            "Referer": "https://report.example/", "Accept-Language": "zh",
            "Cookie": "; ".join(f"{c.key}={c.value}" for c in self.cookies.values()),
        } | headers  # fmt: skip
        if fields is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(fields) if fields is not None else None, sent)
        self.answer = line.getresponse()
        for cookie in self.answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(cookie)
        return self.answer.status, self.answer.read().decode("utf-8", "replace")

    def form(self, path: str, action: str = "", **typed: str) -> tuple[int, str]:
        """Loads a page and sends its form with what was typed."""
        _, html = self.ask("GET", path)
        form = re.search(rf'<form[^>]*method="post"[^>]*{re.escape(action)}.*?</form>', html, re.S)
        assert form, html[:3000]
        hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"', form[0])
        )
        return self.ask("POST", action or path, hidden | typed)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("real")
    server = Server(folder / "postgres", durable=False).start()
    try:
        found = Installation(folder, server.create("huiyin"))
        found.server = server
        yield found
    finally:
        server.stop()


def test_an_operator_sets_it_up_and_a_report_reaches_a_desk(installed: Installation) -> None:
    assert "demonstration's" in installed.refused("up", "--port", str(installed.port))
    _secrets(installed)
    _city(installed)
    _administrators(installed)
    _refuses_what_isnt_real(installed)
    serving = subprocess.Popen(
        [sys.executable, "-m", "huiyin.site.cli", "up", "--port", str(installed.port), "--workers", "1"],
        env=installed.environment, cwd=installed.folder, stderr=(installed.folder / "log").open("wb"),
    )  # fmt: skip
    try:
        _healthy(installed)
        reviewer = _people(installed)
        number = _reported(installed)
        _met(installed, reviewer, number)
        _restored(installed, number)
    finally:
        serving.terminate()
        serving.wait(40)
    log = (installed.folder / "log").read_text()
    assert not [word for word in (number, "13900000000", "闻人遐", PASSWORD, "窗口") if word in log]


def _secrets(installed: Installation) -> None:
    folder = installed.folder / "keys"
    printed = installed.done("secrets", str(folder))
    found = dict(re.findall(r"^export (HUIYIN_\w+_FILE)=(\S+)$", printed, re.M))
    assert set(found) == {"HUIYIN_SECRET_KEY_FILE", "HUIYIN_MASTER_KEY_FILE", "HUIYIN_SIGNING_KEY_FILE"}
    assert {stat.S_IMODE(Path(path).stat().st_mode) for path in found.values()} == {0o600}
    assert len({Path(path).read_bytes() for path in found.values()}) == 3
    before = {path: Path(path).read_bytes() for path in found.values()}
    assert "nothing was written" in installed.refused("secrets", str(folder))
    assert before == {path: Path(path).read_bytes() for path in found.values()}
    assert not [content for content in before.values() if content.decode().strip() in printed]
    installed.environment.update(found)


def _city(installed: Installation) -> None:
    installed.done("migrate")
    assert "huiyin load" in installed.refused("up", "--port", str(installed.port))
    installed.done("load", "xingtai")


def _administrators(installed: Installation) -> None:
    for name, role in (("adam", "administrator"), ("sam", "security"), ("una", "auditor")):
        words = ("account", name, "--name", name.title(), "--role", role, "--unit", COMMITTEE)
        assert PASSWORD not in installed.done(*words, says=f"{PASSWORD}\n")
    again = ("account", "adam", "--name", "Adam", "--role", "security", "--unit", COMMITTEE)
    assert "has an account" in installed.refused(*again, says=f"{PASSWORD}\n")
    other = ("account", "new", "--name", "New", "--role", "security", "--unit")
    assert "too easy" in installed.refused(*other, COMMITTEE, says="short\n")
    assert "no unit" in installed.refused(*other, "nowhere", says=f"{PASSWORD}\n")
    assert "unit_unfit" in installed.refused(*other, "xt-court", says=f"{PASSWORD}\n")
    code = (
        "from huiyin.ledger.models import Event; from huiyin.organisations.models import Account;"
        "print(sorted(Event.objects.filter(subject_kind='account').values_list('verb', 'actor')),"
        " Account.objects.count())"
    )
    printed = installed.done("manage", "shell", "-v", "0", "-c", code)
    assert printed.count("('granted', 'system')") == printed.count("('opened', 'system')") == 3
    assert printed.split()[-1] == "3", "what was refused left no account behind"


def _refuses_what_isnt_real(installed: Installation) -> None:
    up = ("up", "--port", str(installed.port))
    assert "HUIYIN_CLOCK_SHIFT" in installed.refused(*up, HUIYIN_CLOCK_SHIFT="60")
    assert "HUIYIN_REALM" in installed.refused(*up, HUIYIN_REALM="demo")
    assert "holds live data" in installed.refused(*up, HUIYIN_REALM="training")
    assert "32 bytes" in installed.refused(*up, HUIYIN_MASTER_KEY_FILE="", HUIYIN_MASTER_KEY="c2hvcnQ=")
    demo = "from huiyin.organisations.models import Account; Account.objects.filter(username='una').update(is_demo={})"
    installed.done("manage", "shell", "-v", "0", "-c", demo.format(True))
    assert "demonstration accounts: una" in installed.refused(*up)
    installed.done("manage", "shell", "-v", "0", "-c", demo.format(False))


def _healthy(installed: Installation) -> None:
    """Up for anybody without a word more; how it works for whoever has the secret."""
    until = time.monotonic() + 120
    bearer = {"Authorization": f"Bearer {SECRET}"}
    while True:
        try:
            status, told = Visitor(installed.port).ask("GET", "/api/health", **bearer)
            if status == 200:
                break
        except OSError:
            pass
        assert time.monotonic() < until, (installed.folder / "log").read_text()[-3000:]
        time.sleep(0.5)
    assert json.loads(told).keys() == {"up", "works", "quiet", "waiting", "behind", "failing", "undelivered"}
    visitor = Visitor(installed.port)
    assert visitor.ask("GET", "/api/health") == (200, '{"up": true}')
    assert not visitor.cookies
    assert visitor.answer.headers["Strict-Transport-Security"].startswith("max-age=")


def _people(installed: Installation) -> Visitor:
    """One administrator opens the account, another grants the role; neither could do both."""
    adam, sam = (_first_log_in(installed, name, PASSWORD) for name in ("adam", "sam"))
    _first_log_in(installed, "una", PASSWORD)
    session = adam.cookies["sessionid"]
    assert session["secure"] and session["httponly"] and session["samesite"] == "Lax"
    status, html = adam.form("/desk/admin/accounts/new", username="carol", name="Carol", officer="")
    assert status == 200, html
    first = re.search(r"[0-9A-Z]{14}", re.sub(r"<style.*?</style>", "", html, flags=re.S))
    assert first, html
    _, html = sam.ask("GET", "/desk/admin/accounts?q=carol")
    page = re.search(r"/desk/admin/accounts/\d+", html)
    assert page, html
    _, html = sam.ask("GET", page[0])
    unit = re.search(r'<option value="(\d+)"[^>]*>[^<]*邢台市委政法委', html)
    assert unit, html
    today = re.search(r'name="since" value="([\d-]+)"', html)
    typed = {"role": "reviewer", "unit": unit[1], "since": today[1] if today else "", "until": ""}
    _, own = adam.ask("GET", page[0])
    assert "/mandates" not in own, "who opens accounts gives no roles"
    status, html = sam.form(page[0], f"{page[0]}/mandates", **typed)
    assert status == 303, html
    return _first_log_in(installed, "carol", first[0])


def _logged_in(installed: Installation, name: str, password: str) -> Visitor:
    visitor = Visitor(installed.port)
    status, html = visitor.form("/desk/login", username=name, password=password)
    assert status == 302, (name, status, html[:2000])
    return visitor


def _first_log_in(installed: Installation, name: str, first: str) -> Visitor:
    """A password that somebody else chose opens nothing but the page on which it is changed."""
    visitor = _logged_in(installed, name, first)
    for path in ("/desk/", "/desk/admin/accounts", "/desk/cases"):
        assert visitor.ask("GET", path)[0] == 302
        assert visitor.answer.headers["Location"].startswith("/desk/password?next=")
    status, html = visitor.form("/desk/password", old=first, new=f"{name}-{OWN}", again=f"{name}-{OWN}")
    assert status == 302, html[:2000]
    return visitor


def _reported(installed: Installation) -> str:
    """A code is made for a window, scanned, and used."""
    code = (
        "from huiyin.intake.actions import make_code; from huiyin.organisations.models import Unit;"
        "from huiyin.kernel.actor import SYSTEM; from django.conf import settings;"
        "print(make_code(Unit.objects.get(code='xt-court-filing'), 'W3', by=SYSTEM, now=settings.CLOCK.now()).token)"
    )
    token = installed.done("manage", "shell", "-v", "0", "-c", code).split()[-1]
    alice = Visitor(installed.port)
    status, html = alice.form(
        f"/c/{token}", "/report", text="窗口让我来回补了三次材料。", problem_type="B2",
        identity_mode="real_name", name="闻人遐", phone="13900000000", go="send",
    )  # fmt: skip
    assert status in (302, 303), html[:3000]
    kept = " ".join(cookie.value for cookie in alice.cookies.values())
    assert "sessionid" not in alice.cookies
    assert not [word for word in ("闻人遐", "13900000000", "来回补") if word in kept or _hidden(word, kept)]
    _, html = alice.ask("GET", "/receipt")
    number = re.search(r"XT-\d{4}-\d{6}", html)
    assert number, html
    return number[0]


def _met(installed: Installation, reviewer: Visitor, number: str) -> None:
    """The worker opened the case; the reviewer reads it, the administrators don't."""
    until = time.monotonic() + 60
    while (answer := reviewer.ask("GET", f"/desk/cases/{number}"))[0] != 200:
        assert time.monotonic() < until, answer
        time.sleep(0.5)
    assert "来回补了三次" in answer[1] and "闻人遐" not in answer[1]
    for name in ("adam", "sam", "una"):
        assert _logged_in(installed, name, f"{name}-{OWN}").ask("GET", f"/desk/cases/{number}")[0] == 404


def _hidden(word: str, cookies: str) -> bool:
    """Whether a word stands in a cookie in Base64, wherever it begins."""
    plain = word.encode()
    return any(b64encode(b"." * n + plain)[4:-4].decode() in cookies for n in range(3))


def _restored(installed: Installation, number: str) -> None:
    """The lines of docs/operations.md, run while people use it, bring everything back into an empty database."""
    blocks = dict(
        re.findall(r"```sh (backup|restore)\n(.*?)```", (ROOT / "docs/operations.md").read_text(), re.S)
    )
    kept = installed.folder / "var/media/aa/one"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"sealed")
    commands = f"{BINARIES}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    more = {"BACKUP": str(installed.folder / "backup"), "PATH": commands}
    _shell(blocks["backup"], installed.environment | more, installed.folder)
    copy = Installation(installed.folder / "copy", installed.server.create("restored"))
    copy.folder.mkdir()
    copy.environment |= {
        name: value for name, value in installed.environment.items() if name.endswith("_FILE")
    }
    assert _shell(blocks["restore"], copy.environment | more, copy.folder).split()[-1] == "True"
    assert (copy.folder / "var/media/aa/one").read_bytes() == b"sealed"
    opened = (
        f"from huiyin.intake.vault import _open; person = _open('{number}'); print(person.name, person.phone)"
    )
    assert "闻人遐 +8613900000000" in copy.done("manage", "shell", "-v", "0", "-c", opened)
    assert "holds live data" in copy.refused("migrate", HUIYIN_REALM="training")


def _shell(lines: str, environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(["sh", "-c", lines], env=environment, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
