"""Numbers that identify a person, an organisation or a place: read, checked, masked.

A parser returns the normal form or `Refused`. Reasons: not_a_mobile, not_a_landline, not_a_phone, not_an_address,
id_format, id_date, id_check, credit_code_format, credit_code_check, division_format.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from huiyin.kernel.lifecycle import Refused

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:(?:\+|00)86)?0?((?:10|2[0-9])[0-9]{8}|[3-9][0-9]{2}[0-9]{7,8})")
_MAIL = re.compile(
    r"[A-Za-z0-9._%+=/!#$&'*?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_RESIDENT_ID = re.compile(r"[1-9][0-9]{5}((?:18|19|20)[0-9]{6})[0-9]{3}[0-9X]")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_DIVISION = re.compile(r"[1-8][0-9](?:[0-9]{4}|[0-9]{7}|[0-9]{10})")
_DIVISION_LEVELS = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
_SURNAMES_OF_TWO = frozenset(
    re.findall("..", "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木南宫独孤轩辕申屠")
)


def mobile(text: str) -> str | Refused:
    """A mobile number as E.164: 139 0000 0000 becomes +8613900000000."""
    found = _MOBILE.fullmatch(_squeezed(text))
    return f"+86{found[1]}" if found else Refused("not_a_mobile")


def landline(text: str) -> str | Refused:
    """A fixed line with its area code as E.164: 0319-1234567 becomes +863191234567."""
    plain = _squeezed(text)
    found = _LANDLINE.fullmatch(plain) if plain[:1] in ("0", "+") else None
    return f"+86{found[1]}" if found else Refused("not_a_landline")


def phone(text: str) -> str | Refused:
    """A mobile number or a fixed line, as E.164."""
    for parse in (mobile, landline):
        if isinstance(number := parse(text), str):
            return number
    return Refused("not_a_phone")


def mail_address(text: str) -> str | Refused:
    """An e-mail address in the plain form that everybody has; small letters, since no two differ by them alone."""
    found = unicodedata.normalize("NFKC", text).strip()
    return found.lower() if len(found) <= 254 and _MAIL.fullmatch(found) else Refused("not_an_address")


def resident_id(text: str) -> str | Refused:
    """An identity number by GB 11643: check digit and date of birth only.

    Old and new division codes occur in it, and those of residence permits, hence no look-up of the place.
    """
    number = _squeezed(text).upper()
    found = _RESIDENT_ID.fullmatch(number)
    if not found:
        return Refused("id_format")
    try:
        date.fromisoformat(found[1])
    except ValueError:
        return Refused("id_date")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    return number if number[17] == "10X98765432"[total % 11] else Refused("id_check")


def credit_code(text: str) -> str | Refused:
    """A unified social credit code by GB 32100, those of village collectives (N...) included."""
    code = _squeezed(text).upper()
    if not _CREDIT_CODE.fullmatch(code):
        return Refused("credit_code_format")
    total = sum(_CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    # The outer "% 31" is for a sum that 31 divides, whose check character is 0.
    return code if code[17] == _CREDIT_ALPHABET[(31 - total % 31) % 31] else Refused("credit_code_check")


def division(text: str) -> str | Refused:
    """A division code (GB/T 2260; from townships on GB/T 10114) in the fewest of 6, 9 or 12 digits."""
    code = _squeezed(text)
    if not _DIVISION.fullmatch(code):
        return Refused("division_format")
    return division_prefix(code).ljust(6, "0")


def division_prefix(code: str) -> str:
    """The part of a division code that its divisions share: 1305 of 130500, 130502 of 130502000000."""
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


def division_level(code: str) -> str:
    """province, city, county, township or village. Raises KeyError for what isn't a division code."""
    return _DIVISION_LEVELS[len(division_prefix(code))]


def is_inside(code: str, outer: str) -> bool:
    """Whether the division `code` is `outer` or a part of it; everything is inside ""."""
    return code.startswith(division_prefix(outer))


def mask_phone(number: str) -> str:
    """139****1234 of a mobile; of any other number the last two digits at most."""
    plain = _squeezed(number)
    if found := _MOBILE.fullmatch(plain):
        return f"{found[1][:3]}****{found[1][-4:]}"
    return "*" * (len(plain) - 2) + plain[-2:] if len(plain) > 6 else "*" * len(plain)


def mask_id(number: str) -> str:
    """The first three and the last four characters, never the date of birth; of a short one nothing."""
    plain = _squeezed(number)
    return plain[:3] + "*" * (len(plain) - 7) + plain[-4:] if len(plain) >= 15 else "*" * len(plain)


def mask_name(name: str) -> str:
    """The surname and a star for each other letter: 张*, 欧阳**, J*** *****; of a single letter nothing."""
    name = name.strip()
    shown = 0 if len(name) < 2 else 2 if len(name) > 2 and name[:2] in _SURNAMES_OF_TWO else 1
    return name[:shown] + re.sub(r"[^\s·•.-]", "*", name[shown:])


def _squeezed(text: str) -> str:
    """Half-width, without the spaces, dashes, dots and brackets that people put between digits."""
    return re.sub(r"[\s\-‐-―−.·()\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))
