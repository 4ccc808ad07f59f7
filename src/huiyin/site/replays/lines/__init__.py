"""What the program's own queries and measures say of the story, one line of acceptance each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from huiyin.site.replays.lines import (
    alerted,
    answered,
    arriving,
    compared,
    duties,
    figures,
    handling,
    inspected,
    overseeing,
    pushed,
    rated,
    realms,
    routing,
    ruled,
    streams,
    suggested,
    watched,
)
from huiyin.site.replays.lines.seen import Line, Seen

LINES: Mapping[str, Callable[[Seen], Line]] = {
    "S0-01": arriving.three_steps,
    "S0-02": arriving.from_anyone,
    "S0-03": handling.three_functions,
    "S0-04": overseeing.leading_group,
    "S0-05": routing.five_teams,
    "S0-06": overseeing.three_modules,
    "S0-07": overseeing.register_of_officers,
    "S0-08": overseeing.use_of_results,
    "S0-09": overseeing.releases,
    "S0-10": overseeing.regulations,
    "S0-11": arriving.posters,
    "S0-12": realms.training_apart,
    "S0-13": arriving.entrances,
    "S0-14": arriving.accepted_at_once,
    "S0-15": arriving.told_by_sms,
    "S0-16": routing.by_level,
    "S0-17": handling.reviewed_and_assigned,
    "S0-18": handling.verified,
    "S0-19": handling.locked,
    "S0-20": figures.distributions,
    "S0-21": handling.template,
    "S0-22": routing.screened,
    "S0-29": figures.first_cycle,
    "S0-31": figures.filtered,
    "S1-20": streams.pool,
    "S1-21": rated.daily,
    "S1-30": rated.scan_and_rate,
    "S1-31": rated.funnel,
    "S1-32": rated.pushed_at_once,
    "S1-37": alerted.often,
    "S3-01": streams.settled,
    "S3-02": streams.channels,
    "S3-03": streams.sorted_three_ways,
    "S3-04": streams.steps,
    "S3-05": compared.searched,
    "S3-06": compared.linked,
    "S3-07": pushed.recognised,
    "S3-08": pushed.automated,
    "S3-10": ruled.acknowledged,
    "S3-11": pushed.in_charge,
    "S3-12": streams.at_once,
    "S3-13": answered.processes,
    "S3-14": duties.talked,
    "S3-15": answered.back,
    "S3-16": duties.clerks,
    "S3-17": duties.instructors,
    "S3-18": duties.chiefs,
    "S3-19": inspected.rounds,
    "S3-20": watched.hints,
    "S3-21": inspected.accountable,
    "S3-28": suggested.suggestions,
}


def measure(seen: Seen) -> Iterator[tuple[str, Line]]:
    """The lines that the story names, in its order."""
    for name in seen.stage.story.lines:
        yield name, LINES[name](seen)
