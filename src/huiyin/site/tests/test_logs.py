"""No person gets into a log line."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch

from huiyin.site import logs

PRIVATE = "13900000000"


def test_an_error_is_told_by_type_and_place_without_its_text() -> None:
    try:
        try:
            raise KeyError(PRIVATE)
        except KeyError as error:
            raise ValueError(f"phone {PRIVATE}") from error
    except ValueError:
        line = logs.only_place(None, "", {"event": "failed", "exc_info": sys.exc_info()})
    assert line["error"] == "ValueError < KeyError"
    assert "test_logs.py" in line["at"][0]
    assert PRIVATE not in str(line)


def test_a_request_is_told_by_its_route() -> None:
    request = RequestFactory().get(f"/where/{PRIVATE}?code={PRIVATE}")
    request.resolver_match = ResolverMatch(print, (), {}, route="where/<number>")
    record = logging.makeLogRecord({"name": "django.request", "msg": f"Not Found: {request.path}"})
    record.request, record.status_code = request, 404
    line = logs.only_route(None, "", {"event": record.msg, "_record": record})
    assert (line["route"], line["status"], line["method"]) == ("where/<number>", 404, "GET")
    assert PRIVATE not in str({key: value for key, value in line.items() if key != "_record"})


@pytest.mark.parametrize(
    "logger", ["structlog.get_logger('x').warning('said', n=1)", "logging.getLogger('x').warning('said')"]
)
def test_both_kinds_of_loggers_print_one_json_object_a_line(logger: str) -> None:
    code = f"import logging, structlog; from huiyin.site import logs; logs.configure({{}}); {logger}"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    line = json.loads(printed)
    assert (line["event"], line["level"], line["logger"]) == ("said", "warning", "x")


def test_django_uses_this_and_mails_nothing() -> None:
    code = (
        "import django; django.setup(); import logging; from huiyin.site import logs;"
        "logging.getLogger('django.request').error('Gone: %s', '/where/13900000000', extra={'status_code': 500})"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert json.loads(done.stderr)["logger"] == "django.request"
    assert logging.getLogger("django").handlers == []


def test_a_line_that_cannot_be_written_tells_nothing_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, f"no space left for {PRIVATE}")

    record = logging.makeLogRecord({"name": "django.request", "msg": "Gone: %s", "args": (PRIVATE,)})
    logs.Lines(Full()).handle(record)
    assert capsys.readouterr().err == "a line of django.request could not be written: OSError\n"
