"""Which kinds of screening a city's words and patterns catch in a text."""

import re

from huiyin.policy.blueprint import Blueprint


def caught(city: Blueprint, text: str) -> set[str]:
    return {
        rule.kind
        for rule in city.screening
        if not any(word in text for word in rule.unless)
        and (any(word in text for word in rule.words) or any(re.search(p, text) for p in rule.patterns))
    }
