"""Saved views: a search under a name, for whoever kept it and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.cases.actions.views import MOST
from huiyin.cases.models import Case, SavedView

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]


def kept(client: Client) -> list[str]:
    """The addresses in the menu that hold words."""
    return [
        line["url"]
        for group in client.get("/desk/").context["nav"]
        for line in group["items"]
        if "q=" in line["url"]
    ]


def test_a_view_stands_in_the_menu_of_whoever_kept_it(opened: Callable[..., Case], at_desk: Sit) -> None:
    opened()
    carol = at_desk("carol")
    answer = carol.post(
        "/desk/views", {"name": " 窗口  补正 ", "query": "q=窗口&state=received&after=XT-1&page=3&x=1"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, kept(carol)[0])
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("窗口 补正", "q=%E7%AA%97%E5%8F%A3&state=received")
    page = carol.get(kept(carol)[0])
    assert len(page.context["rows"]) == 1 and page.context["view"] == view
    assert kept(at_desk("ivy")) == []


def test_the_same_name_keeps_the_new_search(at_desk: Sit) -> None:
    carol = at_desk("carol")
    for words in ("一", "二"):
        carol.post("/desk/views", {"name": "我的", "query": f"q={words}"})
    assert kept(carol) == ["/desk/cases?q=%E4%BA%8C"]


def test_deleting_asks_first_and_is_for_the_owner(at_desk: Sit) -> None:
    carol, ivy = at_desk("carol"), at_desk("ivy")
    carol.post("/desk/views", {"name": "我的", "query": "q=窗口"})
    page = f"/desk/views/{SavedView.objects.get().pk}/deletion"
    assert ivy.get(page).status_code == ivy.post(page).status_code == 404
    assert carol.get(page).status_code == 200 and SavedView.objects.exists()
    assert carol.post(page).status_code == 303 and not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "长" * 31, "a\u202eb" * 20])
def test_a_name_that_is_none_keeps_nothing_and_says_so(name: str, at_desk: Sit) -> None:
    answer = at_desk("carol").post("/desk/views", {"name": name, "query": "q=窗口"}, follow=True)
    assert not SavedView.objects.exists()
    assert [str(m.tags) for m in answer.context["messages"]] == ["error"]


def test_there_is_an_end_to_views(at_desk: Sit) -> None:
    carol = at_desk("carol")
    for number in range(MOST + 1):
        answer = carol.post("/desk/views", {"name": f"第{number}", "query": "q=窗口"}, follow=True)
    assert SavedView.objects.count() == MOST
    assert "Delete one first" in answer.content.decode()


def test_an_administrator_has_no_list_and_no_views(at_desk: Sit) -> None:
    assert at_desk("adam").post("/desk/views", {"name": "x", "query": ""}).status_code == 404
