"""A classifier as bytes and back. Arrays and JSON only: reading them runs nothing that somebody put there."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import numpy as np

from huiyin.triage.learning.rules.classifier import Classifier
from huiyin.triage.learning.rules.sureness import Sureness

FORMAT = 1


class Unreadable(ValueError):
    """These bytes are no classifier that this program can read."""


def to_bytes(classifier: Classifier) -> bytes:
    said = {
        "format": FORMAT,
        "labels": classifier.labels,
        "sureness": asdict(classifier.sureness),
        "unsaid": classifier.unsaid,
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        keys=classifier.keys,
        worth=classifier.worth.astype(np.float32),
        weights=classifier.weights.astype(np.float16),
        bias=classifier.bias.astype(np.float32),
        said=np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8),
    )
    return file.getvalue()


def from_bytes(content: bytes, version: str = "") -> Classifier:
    """Raises Unreadable for anything else than what `to_bytes` wrote."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            said = json.loads(arrays["said"].tobytes())
            sureness = said["sureness"] | {"knots": tuple(map(tuple, said["sureness"]["knots"]))}
            found = Classifier(
                labels=tuple(said["labels"]),
                keys=arrays["keys"],
                worth=arrays["worth"],
                weights=arrays["weights"],
                bias=arrays["bias"],
                sureness=Sureness(**sureness),
                version=version,
                unsaid=tuple(said.get("unsaid", ())),  # versions learnt before there were any
            )
    except Exception as error:  # numpy, zipfile and json each raise what they like on foreign bytes
        raise Unreadable(str(error)) from error
    shape = (len(found.keys), len(found.labels))
    if said.get("format") != FORMAT or found.weights.shape != shape or found.worth.shape != shape[:1]:
        raise Unreadable("arrays that don't fit together")
    return found
