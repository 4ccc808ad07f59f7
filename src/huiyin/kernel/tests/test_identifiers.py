import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import identifiers
from huiyin.kernel.lifecycle import Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "text",
    ["13900000000", " 139 0000 0000 ", "139-0000-0000", "+86 13900000000", "0086 139 0000 0000", "8613900000000",
     "１３９００００００００", "＋８６１３９００００００００", "(86)139.0000.0000", "139\u200b00000000"],
)  # fmt: skip
def test_a_mobile_number_is_read_however_it_is_written(text: str) -> None:
    assert identifiers.mobile(text) == identifiers.phone(text) == "+8613900000000"


@pytest.mark.parametrize(
    "text", ["", "1390000000", "139000000000", "12900000000", "+1 2025550100", "1390000000a"]
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    assert identifiers.mobile(text) == Refused("not_a_mobile")
    assert identifiers.phone(text) == Refused("not_a_phone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0319-2000000", "+863192000000"), ("(010) 8000 0000", "+861080000000"), ("+86 319 2000000", "+863192000000"),
     ("０２１－８０００００００", "+862180000000")],
)  # fmt: skip
def test_a_landline_has_its_area_code(text: str, expected: str) -> None:
    assert identifiers.landline(text) == identifiers.phone(text) == expected


@pytest.mark.parametrize("text", ["2000000", "3192000000", "0319-200000", "010-8000000", "13900000000", ""])
def test_what_is_no_landline_is_refused(text: str) -> None:
    assert identifiers.landline(text) == Refused("not_a_landline")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_reading_a_number_twice_changes_nothing(number: str) -> None:
    once = identifiers.phone(number)
    assert isinstance(once, str) and identifiers.phone(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_the_specimen_of_the_standard_is_valid(text: str) -> None:
    assert identifiers.resident_id(text) == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("110105194912310021", "id_check"), ("11010519491331002X", "id_date"), ("110105194902290020", "id_date"),
     ("11010517491231002X", "id_format"), ("110105491231002", "id_format"), ("", "id_format"),
     ("1101051949123100X2", "id_format")],
)  # fmt: skip
def test_a_wrong_identity_number_says_what_is_wrong(text: str, reason: str) -> None:
    assert identifiers.resident_id(text) == Refused(reason)


@given(st.integers(0, 16), st.sampled_from(string.digits))
def test_one_wrong_digit_never_passes(place: int, digit: str) -> None:
    right = "11010519491231002X"
    wrong = right[:place] + digit + right[place + 1 :]
    assert wrong == right or isinstance(identifiers.resident_id(wrong), Refused)


@pytest.mark.parametrize("place", ["830000", "810000", "900000"])
def test_residence_permits_pass_though_their_place_is_no_division(place: str) -> None:
    valid = [
        n for c in "0123456789X" if isinstance(n := identifiers.resident_id(f"{place}19900101001{c}"), str)
    ]
    assert len(valid) == 1


def sound(code: str) -> bool:
    """GB 32100 said otherwise: the weighted sum with its check character is divisible by 31."""
    total, weight = 0, 1
    for char in code:
        total, weight = total + ALPHABET.index(char) * weight, weight * 3 % 31
    return (total - ALPHABET.index(code[17]) * pow(3, 17, 31) + ALPHABET.index(code[17])) % 31 == 0


CODES = st.from_regex(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", fullmatch=True)


@given(CODES)
def test_a_credit_code_passes_exactly_when_its_sum_is_right(code: str) -> None:
    assert identifiers.credit_code(code) == (code if sound(code) else Refused("credit_code_check"))


@given(CODES)
def test_every_body_has_one_check_character(code: str) -> None:
    assert sum(isinstance(identifiers.credit_code(code[:17] + c), str) for c in ALPHABET) == 1


def test_known_credit_codes() -> None:
    assert identifiers.credit_code("9111 0000 6000 3734 1l") == "91110000600037341L"
    assert identifiers.credit_code("911100006000373410") == Refused("credit_code_check")
    assert identifiers.credit_code("9I110000600037341L") == Refused("credit_code_format")
    assert identifiers.credit_code("9111000060003734") == Refused("credit_code_format")


def test_a_sum_that_31_divides_has_the_check_character_0() -> None:
    body = next(b for i in range(31**2) if sound((b := f"9113050000000{i:04d}") + "0"))
    assert identifiers.credit_code(body + "0") == body + "0"


def test_a_village_collective_has_a_code_too() -> None:
    body = "N2130425MA0000000"
    assert sum(isinstance(identifiers.credit_code(body + c), str) for c in ALPHABET) == 1


@pytest.mark.parametrize(
    ("text", "code", "level", "prefix"),
    [
        ("130000", "130000", "province", "13"),
        ("500000000000", "500000", "province", "50"),
        ("130500", "130500", "city", "1305"),
        ("130500000000", "130500", "city", "1305"),
        ("130520", "130520", "county", "130520"),
        ("130502010", "130502010", "township", "130502010"),
        ("130502010000", "130502010", "township", "130502010"),
        ("130502010200", "130502010200", "village", "130502010200"),
    ],
)
def test_a_division_code_tells_its_level(text: str, code: str, level: str, prefix: str) -> None:
    assert identifiers.division(text) == code
    assert identifiers.division_level(code) == level
    assert identifiers.division_prefix(code) == prefix


@pytest.mark.parametrize("text", ["", "1305", "030500", "1305000", "13050A", "930000"])
def test_what_is_no_division_code_is_refused(text: str) -> None:
    assert identifiers.division(text) == Refused("division_format")


@pytest.mark.parametrize(
    ("code", "outer", "inside"),
    [("130502", "130500", True), ("130500", "130500", True), ("130500", "130502", False), ("130502", "", True),
     ("421202", "130500", False), ("130521", "130520", False), ("130502001000", "130502", True), ("", "130000", False)],
)  # fmt: skip
def test_inside_is_a_matter_of_divisions_not_of_digits(code: str, outer: str, inside: bool) -> None:
    assert identifiers.is_inside(code, outer) is inside


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13900001234", "139****1234"), ("+8613900001234", "139****1234"), ("139-0000-1234", "139****1234"),
     ("+863192000045", "***********45"), ("12345", "*****"), ("", "")],
)  # fmt: skip
def test_a_masked_phone_shows_three_and_four_digits_at_most(number: str, masked: str) -> None:
    assert identifiers.mask_phone(number) == masked


def test_a_masked_identity_number_hides_the_date_of_birth() -> None:
    assert identifiers.mask_id("11010519491231002X") == "110***********002X"
    assert identifiers.mask_id("123456") == "******"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张**"), ("欧阳锋", "欧阳*"), ("欧阳", "欧*"), ("𠮷田", "𠮷*"), ("张", "*"), ("", ""),
     (" 张三 ", "张*"), ("买买提·吐尔逊", "买**·***"), ("John Smith", "J*** *****")],
)  # fmt: skip
def test_a_masked_name_keeps_the_surname(name: str, masked: str) -> None:
    assert identifiers.mask_name(name) == masked
