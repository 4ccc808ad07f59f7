"""The plan and the score rule of a round as plain data and back: how a blueprint writes them and a table keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from huiyin.panels.rules.quotas import Feature, Plan, Quota
from huiyin.panels.rules.scoring import Axis, Layer, ScoreRule, Trim


def plan_of(data: Mapping[str, Any]) -> Plan:
    """The quotas: `{"seats": 100, "features": {"group": {"deputy": [20, 30]}}}`."""
    return Plan(
        data["seats"],
        tuple(
            Feature(code, tuple(Quota(value, *ends) for value, ends in quotas.items()))
            for code, quotas in data["features"].items()
        ),
    )


def rule_of(data: Mapping[str, Any]) -> ScoreRule:
    """The score rule. Fractions are written as text ("1/20") or whole numbers; an answer without points as "none"."""
    return ScoreRule(
        {code: None if points == "none" else Fraction(points) for code, points in data["scale"].items()},
        tuple(Axis(code, weight) for code, weight in data["axes"].items()),
        tuple(
            Layer(code, layer.get("weight", 1), Fraction(layer.get("quorum", 0)))
            for code, layer in data["layers"].items()
        ),
        data.get("sums", "ballots"),
        Trim(data.get("trim", {}).get("count", 0), Fraction(data.get("trim", {}).get("share", 0))),
        data.get("decimals", 2),
    )


def public_layers(data: Mapping[str, Any]) -> list[str]:
    """The layers that vote under their names."""
    return [code for code, layer in data["layers"].items() if layer.get("public", False)]
