"""The plan and the score rule of a round as plain data and back: how a blueprint writes them and a table keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from huiyin.panels.rules.quotas import Feature, Plan, Quota
from huiyin.panels.rules.scoring import Axis, Carried, Layer, ScoreRule, Trim


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
    """The score rule, from lists of `scale`, `axes` and `layers` whose entries have a code (and names for pages).

    Fractions are text ("1/20") or whole numbers; an answer without `points` is counted, but not in the score.
    """
    trim = data.get("trim", {})
    return ScoreRule(
        {a["code"]: Fraction(a["points"]) if "points" in a else None for a in data["scale"]},
        tuple(Axis(axis["code"], axis.get("weight", 1)) for axis in data["axes"]),
        tuple(
            Layer(layer["code"], layer.get("weight", 1), Fraction(layer.get("quorum", 0)))
            for layer in data["layers"]
        ),
        data.get("sums", "ballots"),
        Trim(trim.get("count", 0), Fraction(trim.get("share", 0))),
        data.get("decimals", 2),
        Carried(**data["carried"]) if "carried" in data else None,
    )


def public_layers(data: Mapping[str, Any]) -> list[str]:
    """The layers that vote under their names."""
    return [layer["code"] for layer in data["layers"] if layer.get("public", False)]
