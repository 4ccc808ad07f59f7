"""Log lines: JSON for machines, colours at a terminal, and never a person in them.

No address, query string, form field or exception text is logged: a code stands in an address, a phone number
in a database error. What finds a fault stays: the route's pattern, the status, the error's type and place.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, WrappedLogger


class Lines(logging.StreamHandler[Any]):
    """Writes the lines; of one it can't write, it tells the error's type, not what the line was to say."""

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        print(f"a line of {record.name} could not be written: {type(error).__name__}", file=sys.stderr)


def configure(_settings: dict[str, Any]) -> None:
    """Django calls this with LOGGING, in which there is nothing to choose."""
    readable = sys.stderr.isatty()
    last = (
        structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    common: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_route,
        only_place,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=common,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )
    handler = Lines()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("django").handlers.clear()  # they would mail whole requests
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def only_route(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """Django's lines about a request carry its address; the route's pattern takes its place."""
    record = line.get("_record")
    request = getattr(record, "request", None)
    if record is None or not isinstance(request, HttpRequest):
        return line
    match = request.resolver_match
    line.update(event=record.name, route=match.route if match else None, method=request.method)
    line["status"] = getattr(record, "status_code", None)
    return line


def only_place(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """An exception becomes the types in its chain and the places it went through, without its text."""
    given = line.pop("exc_info", None)
    if not given:
        return line
    error = (
        given[1]
        if isinstance(given, tuple)
        else given
        if isinstance(given, BaseException)
        else sys.exc_info()[1]
    )
    if error is None:
        return line
    line.update(error=" < ".join(_chain(error)), at=_places(error.__traceback__))
    return line


def _chain(error: BaseException | None) -> list[str]:
    names = []
    while error is not None:
        names.append(type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return names


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
