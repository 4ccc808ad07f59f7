"""Repainting keeps what can be seen and nothing else."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huiyin.intake.attachments.rules.pictures import SIDE, repaint
from huiyin.intake.attachments.tests import samples
from huiyin.kernel.lifecycle import Refused


def seen(data: bytes | Refused) -> Image.Image:
    assert isinstance(data, bytes)
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def near(pixel: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, wanted, strict=True))


def test_nothing_but_the_picture_is_left() -> None:
    told = samples.photo_that_tells()
    assert told.count(samples.PLACE) >= 5, "the sample must carry what is looked for"
    painted = repaint(told)
    assert isinstance(painted, bytes)
    assert samples.PLACE not in painted
    picture = seen(painted)
    assert not dict(picture.getexif())
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_on_its_side_is_set_upright() -> None:
    picture = seen(repaint(samples.photo_that_tells()))
    assert picture.size == (48, 64)
    assert near(picture.getpixel((24, 8)), (255, 0, 0))
    assert near(picture.getpixel((24, 56)), (0, 0, 255))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colours_stay(form: str) -> None:
    picture = seen(repaint(samples.photo(form=form)))
    assert picture.format == "JPEG"
    assert near(picture.getpixel((8, 24)), (255, 0, 0))


def test_large_ones_shrink_and_small_ones_stay() -> None:
    assert seen(repaint(samples.photo((5120, 400)))).size == (SIDE, 200)
    assert seen(repaint(samples.photo((300, 200)))).size == (300, 200)


def test_what_is_transparent_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert near(seen(repaint(out.getvalue())).getpixel((10, 10)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK"])
def test_every_way_to_store_colours_can_be_read(mode: str) -> None:
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert near(seen(repaint(out.getvalue())).getpixel((10, 10)), (255, 255, 255))


def test_of_moving_pictures_the_first_is_kept() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert near(seen(repaint(out.getvalue())).getpixel((10, 10)), (255, 0, 0))


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = samples.bomb_png()
    assert len(bomb) < 1_000_000
    began = time.process_time()
    answer = repaint(bomb)
    assert isinstance(answer, Refused)
    assert answer.reason == "bomb"
    assert time.process_time() - began < 0.5
    assert repaint(samples.bomb_png(7_000)) == Refused("bomb", {"width": 7_000, "height": 7_000})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@given(part=st.floats(0, 0.9))
def test_a_truncated_picture_is_refused(form: str, part: float) -> None:
    whole = samples.photo((200, 150), form=form)
    assert repaint(whole[: int(len(whole) * part)]) == Refused("broken")


@given(st.data())
def test_damage_never_ends_in_anything_but_an_answer(data: st.DataObject) -> None:
    broken = bytearray(samples.photo_that_tells())
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), max_size=20)):
        broken[at] = data.draw(st.integers(0, 255))
    answer = repaint(bytes(broken))
    assert isinstance(answer, Refused) or answer.startswith(b"\xff\xd8\xff")


def test_other_picture_formats_are_not_even_tried() -> None:
    assert repaint(samples.photo(form="TIFF")) == Refused("broken")
