"""The page of hot issues speaks the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.organisations.models import Region

pytestmark = pytest.mark.django_db


def test_regions_are_called_in_the_reader_s_language(enter: Callable[..., Client]) -> None:
    region = Region.objects.exclude(name_en="").order_by("code")[0]
    client = enter("grace")
    english = client.get("/oversight/hot").content.decode()
    client.cookies["language"] = "zh-hans"
    chinese = client.get("/oversight/hot").content.decode()
    assert f">{region.name_en}</option>" in english and f">{region.name}</option>" not in english
    assert f">{region.name}</option>" in chinese
