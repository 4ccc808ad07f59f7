"""The story in motion: whoever has something to do does it when their time has come.

Nobody follows a script of steps. After each act the new state of the case says who acts next and how long they take;
so a lock, a return or a deadline that bites changes the rest of the story by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count

from huiyin.cases.models import Case
from huiyin.journey.assessing import assess
from huiyin.journey.papers import draft_papers, keep_figures
from huiyin.journey.reporting_daily import report_leads
from huiyin.journey.worker import read_outbox, run_until_idle, send_messages
from huiyin.kernel.calendar import ONE_DAY
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.policy.queries import Policy, policy
from huiyin.ratings.spot.actions import close_days
from huiyin.site.replays import (
    again,
    analysts,
    channels,
    citizens,
    committees,
    corps,
    exemplars,
    hours,
    houses,
    inspectors,
    judging,
    raters,
    records,
    ruling,
    schooling,
    secrecy,
    urging,
    wire,
)
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.setting import give_mandate, hang_posters, set_up
from huiyin.site.replays.stage import Stage
from huiyin.site.replays.turns import Act, turn

Told = Callable[[date], None]


@dataclass
class Run:
    """A story being lived. `ends` is the last moment of the story; `clock` is what the program's own clock shows."""

    stage: Stage
    clock: FixedClock
    ends: datetime
    told: Told
    queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: count[int] = field(default_factory=count)
    waiting: dict[str, str] = field(default_factory=dict)
    rules: Policy | None = None

    def live(self, letters: list[Letter]) -> None:
        """From the day of preparation to the end."""
        story = self.stage.story
        self._at(_moment(story.prepared, 9), lambda now: set_up(self.stage, now))
        self._at(_moment(story.first, 7), lambda now: hang_posters(self.stage, now))
        for grant in story.grants:
            self._at(_moment(grant.on, 8, 20), lambda now, grant=grant: give_mandate(self.stage, grant, now))  # type: ignore[misc]
        for letter in letters:
            self._at(letter.at, lambda now, letter=letter: self._come(letter, now))  # type: ignore[misc]
        for day in story.lessons:
            self._at(_moment(day, 6), schooling.learn)
        rounds = list(judging.acts(self.stage))
        for moment, act in rounds:
            self._at(moment, act)
        judging_days = {at.date() for at, _ in rounds if at.date() >= story.first}
        for day in self._days() if story.arrivals else sorted(judging_days):
            self._at(_moment(day, 8), self._morning)
            self._at(_moment(day, 8, 45), self._round)
            self._at(_moment(day, 17, 31), self._evening)
        self._run()

    def _days(self) -> Iterator[date]:
        """Each day of the story: where letters come, none is without work."""
        day = self.stage.story.first
        while day <= self.ends.astimezone(SHANGHAI).date():
            yield day
            day += ONE_DAY

    def _run(self) -> None:
        while self.queue and self.queue[0][0] <= self.ends:
            now, _, act = heapq.heappop(self.queue)
            self.clock.at = now
            act(now)
        self.clock.at = self.ends
        run_until_idle(self.ends)

    def _at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self.queue, (moment, next(self.order), act))

    def _morning(self, now: datetime) -> None:
        """What had to wait for the night to end goes out."""
        citizens.pass_by(self.stage, now)
        ruling.keep(self.stage, now)
        close_days(now=now)
        report_leads(now)
        assess(now)
        draft_papers(now)
        keep_figures(now)
        urging.at_work(self.stage, now)
        run_until_idle(now)

    def _round(self, now: datetime) -> None:
        """The inspectors' daily check: whoever is asked explains within the day or so. Then the answers still owed."""
        analysts.at_their_desks(self.stage, now)
        for asked in inspectors.go_round(self.stage, now):
            later = self._office(now, self.stage.rng_of(f"explains {asked}").uniform(1, 6))
            self._at(later, lambda at, asked=asked: inspectors.answer(self.stage, asked, at))  # type: ignore[misc]
        channels.give_answers(self.stage, now)
        corps.go_out(self.stage, now)
        exemplars.told_today(self.stage, now)
        records.at_work(self.stage, now)
        _what_follows(now)

    def _evening(self, now: datetime) -> None:
        """A minute after offices closed, and the day's deadlines with them: what is past is passed."""
        raters.crowd(self.stage, now.astimezone(SHANGHAI).date())
        run_until_idle(now)
        wire.carry_answers(self.stage, now)
        wire.hear_answers(self.stage, now)
        standing = Case.objects.filter(state__in=("locked", "answered"))
        for number, state in standing.values_list("number", "state"):
            if self.waiting.get(number) != state:
                self._look(number, now)
        self.told(now.astimezone(SHANGHAI).date())

    def _come(self, letter: Letter, now: datetime) -> None:
        """What comes on paper or by telephone is entered when somebody is there to do it."""
        if channels.needs_entry(self.stage, letter):
            later = self._office(now, self._pace("enter", letter))
            self._at(later, lambda at: self._arrive(letter, at))
        else:
            self._arrive(letter, now)

    def _arrive(self, letter: Letter, now: datetime) -> None:
        number = citizens.send(self.stage, letter, now)
        if number:
            self._arrived(number, letter, now)
        else:
            self._at(self._office(now, self._pace("enter", letter)), lambda at: self._sort(letter, at))

    def _sort(self, letter: Letter, now: datetime) -> None:
        self._arrived(citizens.keep(self.stage, letter, wire.sort_in(self.stage, letter, now)), letter, now)

    def _arrived(self, number: str, letter: Letter, now: datetime) -> None:
        _what_follows(now)
        if letter.plan.supplement:
            later = hours.awake(now, self._pace("supplement", letter))
            self._at(later, lambda at: citizens.add(self.stage, number, at))
        if Case.objects.filter(number=number).exists():
            self._look(number, now)
        else:
            self._at(self._office(now, self._pace("secrecy", letter)), lambda at: self._unseal(number, at))

    def _unseal(self, number: str, now: datetime) -> None:
        """What was held before it became a case goes on, if the secrecy officer releases it."""
        secrecy.decide(self.stage, number, self.stage.letters[number], now)
        _what_follows(now)
        if Case.objects.filter(number=number).exists():
            self._look(number, now)

    def _look(self, number: str, now: datetime) -> None:
        """Whose turn it is now, and when they will come to it."""
        letter = self.stage.letters[number]
        state = Case.objects.values_list("state", flat=True).get(number=number)
        if self.waiting.get(number) == state or letter.plan.stays == state:
            return
        self.waiting[number] = state
        if state == "answered":
            self._follow_up(number, letter, now)
        elif state == "declined":
            rated = self._rated(number, state, letter, now)
            if "pass_on" in letter.plan.conduct:  # a matter of livelihood: 12345 knows whose it is (S1-36)
                self._then(self._office(now, 1), number, state, committees.pass_on, look=False)
            if letter.phone and 0 < letter.plan.rating < 3:  # a bad rating is called back, whatever it was of
                at = self._office(rated, self._pace("callback", letter))
                self._then(at, number, state, committees.call, look=False)
        elif state == "verifying":
            self._verify(number, letter, now)
        elif found := turn(self.stage, number, state, letter):
            name, act = found
            self._then(self._office(now, self._pace(name, letter)), number, state, act)

    def _verify(self, number: str, letter: Letter, now: datetime) -> None:
        """The facts at more than half-way, then the report; a second round takes a third of the time."""
        again = Case.objects.filter(number=number, verifications__submitted_at__isnull=False).exists()
        taken = self._pace("verify", letter) / (3 if again else 1)
        if not again:
            self._then(self._office(now, 0.6 * taken), number, "verifying", houses.begin, look=False)
        self._then(self._office(now, taken), number, "verifying", houses.submit)

    def _then(self, at: datetime, number: str, state: str, act: Act, *, look: bool = True) -> None:
        """`act` at that moment, unless the case has moved on by then; with `look`, whose turn it is after it."""

        def take(now: datetime) -> None:
            case = Case.objects.select_related("report", "reported", "unit").get(number=number)
            if case.state != state:
                return
            act(self.stage, case, self.stage.letters[number], now)
            _what_follows(now)
            if look:
                self.waiting.pop(number, None)
                self._look(number, now)

        self._at(at, take)

    def _rated(self, number: str, state: str, letter: Letter, now: datetime) -> datetime:
        """When the reporter has rated, if they do; else now."""
        if not letter.plan.rating:
            return now
        at = hours.awake(now, self._pace("rate", letter))
        self._then(at, number, state, citizens.judge, look=False)
        return at

    def _follow_up(self, number: str, letter: Letter, now: datetime) -> None:
        """The rating, the call (soon where it was bad), the use of the result, the end of the file."""
        rated = self._rated(number, "answered", letter, now)
        if letter.plan.uses:
            self._then(
                self._office(rated, self._pace("use", letter)), number, "answered", committees.use, look=False
            )
        bad = 0 < letter.plan.rating < 3
        if bad:
            self._look_again(number, letter, rated)
        at = self._office(rated, self._pace("callback" if bad else "revisit", letter))
        if letter.phone:
            self._then(at, number, "answered", committees.call, look=False)
        self._then(self._office(at, self._pace("close", letter)), number, "answered", committees.close)

    def _look_again(self, number: str, letter: Letter, rated: datetime) -> None:
        """Each step of a second verification in its time, whatever becomes of the file meanwhile."""
        at = rated
        for pace, act in again.STEPS:
            at = self._office(at, self._pace(pace, letter))
            self._at(at, lambda now, act=act: self._step_again(act, number, letter, now))  # type: ignore[misc]

    def _step_again(self, act: Callable[..., None], number: str, letter: Letter, now: datetime) -> None:
        act(self.stage, number, letter, now)
        _what_follows(now)

    def _pace(self, name: str, letter: Letter) -> float:
        """How many hours this takes."""
        least, most = self.stage.story.pace[name]
        if name == "verify" and letter.plan.verify != (0, 0):
            least, most = letter.plan.verify
        return self.stage.rng(letter, name).uniform(least, most)

    def _office(self, start: datetime, taken: float) -> datetime:
        self.rules = self.rules or policy()
        return hours.working(start, taken, self.rules.calendar, self.rules.office_hours)


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _what_follows(now: datetime) -> None:
    """The journey's answer to an act, at once. Deadlines end when offices close, so they are looked at then."""
    read_outbox(now)
    send_messages(now)
