"""Tables follow the order of the story, and a reporter's identity stays where it is sealed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from .checks import names_used
from .source import chapters, modules

IDENTITY = re.compile(
    r"phone|mobile|email|openid|id_?(card|number)|reporter|contact|real_?name|(^|_)address$|(^|_)ip$"
)
KEEPS_IDENTITY = {"intake"}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]


def chapter(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def against_the_story(pairs: Iterable[tuple[str, str]], order: list[str]) -> list[tuple[str, str]]:
    """The pairs (chapter, chapter it points to) that point forward."""
    return [(here, there) for here, there in pairs if order.index(there) > order.index(here)]


def names_a_reporter(chapter: str, field: str) -> bool:
    return chapter not in KEEPS_IDENTITY and bool(IDENTITY.search(field))


def test_foreign_keys_point_back_in_the_story() -> None:
    order = chapters()
    pairs = {
        (chapter(model), chapter(field.related_model))
        for model in own_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model in own_models()
    }
    assert against_the_story(pairs, order) == []


def test_a_key_that_points_forward_is_found() -> None:
    assert against_the_story([("intake", "cases"), ("cases", "intake")], chapters()) == [("intake", "cases")]


def test_no_table_outside_intake_keeps_who_reported() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if names_a_reporter(chapter(model), field.name)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "field", ["phone", "reporter_name", "contact", "wechat_openid", "id_card", "client_ip"]
)
def test_a_field_for_who_reported_is_found(field: str) -> None:
    assert names_a_reporter("cases", field)
    assert not names_a_reporter("intake", field)


@pytest.mark.parametrize("field", ["description", "recipient", "skip", "addressed_at"])
def test_other_fields_are_let_be(field: str) -> None:
    assert not names_a_reporter("cases", field)


def test_no_page_and_no_machine_outside_asks_who_else_wrote() -> None:
    wrong = [path for path, tree in modules("doors") if names_used(tree, "same_sender")]
    assert wrong == []


@pytest.mark.parametrize("wrong", ["from a import same_sender", "same_sender(r)", "queries.same_sender(r)"])
def test_asking_who_else_wrote_is_found(wrong: str) -> None:
    assert names_used(ast.parse(wrong), "same_sender") == [1]
