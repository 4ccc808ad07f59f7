"""Every address says for whom it is and what it takes to open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, path

from huiyin.doors.shared.access import audience


def undeclared(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """The addresses whose view lacks an audience or a permission."""
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from undeclared(entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", entry.callback)
            declared = [entry.callback, view]
            if not all(
                any(getattr(one, name, None) for one in declared) for name in ("audience", "permission")
            ):
                yield here


def test_every_address_has_an_audience_and_a_permission() -> None:
    assert list(undeclared(get_resolver().url_patterns)) == []


def test_an_address_without_is_found() -> None:
    def open_to_all(request: Any) -> Any: ...

    @audience("citizen", permission="anyone")
    def declared(request: Any) -> Any: ...

    def half(request: Any) -> Any: ...

    half.audience = "desk"  # type: ignore[attr-defined]
    patterns = [path("a/", open_to_all), path("b/", declared), path("c/", half)]
    assert list(undeclared(patterns)) == ["a/", "c/"]
