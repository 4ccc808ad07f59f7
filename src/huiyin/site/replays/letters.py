"""What people write: the reports of a story, composed from its scenes and sentences. The same seed, the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.blueprint import Blueprint
from huiyin.site.replays import wording
from huiyin.site.replays.circumstances import OWN_PAGES, brought, matter_of, placed
from huiyin.site.replays.drawing import chance, pick
from huiyin.site.replays.story import Episode, Fate, Scene, Story

SURNAMES = "柏岑池丛邓窦封甘耿宫古管桂韩贺胡花霍季简江蒋焦靳居阚柯寇况蓝"
GIVEN = (
    "拾麦", "听雨", "栖禾", "望秋", "知夏", "守田", "步青", "临溪", "问荷", "采石",
    "耕云", "依山", "枕河", "送春", "逢霖", "怀瑾", "朝闻", "暮归",
)  # fmt: skip
NAMES = len(SURNAMES) * len(GIVEN)


@dataclass(frozen=True)
class Letter:
    """One report with its sender, and the episode that it begins, every blank filled."""

    key: str
    plan: Episode
    occurred_on: date | None
    name: str
    phone: str
    openid: str
    scanned: bool
    officer_text: str

    @property
    def at(self) -> datetime:
        return self.plan.on

    @property
    def order(self) -> str:
        """What the channel that it comes by calls it: no other of the story is called so."""
        return f"{self.at:%Y%m%d%H%M%S}-{self.key.split()[2]}"


def compose(story: Story, city: Blueprint) -> list[Letter]:
    """All reports of the story in the order in which they arrive."""
    return sorted(_Writer(story, city).write(), key=lambda letter: letter.at)


class _Writer:
    """Remembers what was used, so that no two people of one house tell the same scene in the same words early on."""

    def __init__(self, story: Story, city: Blueprint) -> None:
        self.story, self.city = story, city
        self.units = {unit.code: unit for unit in city.units}
        self.used: Counter[tuple[str, str]] = Counter()
        self.people: dict[str, tuple[str, str]] = {}
        self.first: dict[str, tuple[str, Episode]] = {}
        self.places: Mapping[str, str] = {}
        self.count = 0
        self.deck = [fate for fate in story.fates for _ in range(fate.count)]
        Random(f"{story.seed} fates").shuffle(self.deck)  # noqa: S311
        self.blamed = {told.officer for told in story.episodes if told.officer}

    def write(self) -> Iterator[Letter]:
        for day, count in sorted(self.story.arrivals.items()):
            told = sorted((e for e in self.story.episodes if e.on.date() == day), key=lambda e: e.on)
            for index, episode in enumerate(told):
                yield self._letter(episode, Random(f"{self.story.seed} {day} told {index}"))  # noqa: S311
            for index in range(count - len(told)):
                rng = Random(f"{self.story.seed} {day} {index}")  # noqa: S311
                hour = int(pick(rng, self.story.mix["hours"]))
                at = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), SHANGHAI)
                yield self._letter(self._ordinary(at, rng), rng)

    def _ordinary(self, at: datetime, rng: Random) -> Episode:
        """A report that nobody told in advance: where and what are drawn, the least used scenes first."""
        mix = self.story.mix
        house = f"{pick(rng, mix['regions'])}-{pick(rng, mix['systems'])}"
        region = house.split("-")[0]
        here = [
            (scene, unit)
            for scene in self.story.scenes.values()
            for section in scene.at
            if (unit := f"{region}-{section}") in self.units and self._house(unit) == house
        ]
        fate = self.deck.pop() if self.deck else None
        if fate and fate.channel == "rating":
            rated = {place.unit for place in self.city.places}
            here = [(scene, unit) for scene, unit in here if unit in rated]
        rng.shuffle(here)
        scene, unit = min(here, key=lambda pair: self.used[(house, pair[0].code)] / pair[0].weight)
        plain = Episode(on=at, unit=unit, scene=scene.code)
        return self._fated(plain, fate) if fate else plain

    def _fated(self, plan: Episode, fate: Fate) -> Episode:
        """The report with what becomes of it. Nobody is blamed in two that name an officer of their own."""
        officer = ""
        if fate.named:
            staff = [o.code for o in self.city.officers if o.unit == plan.unit and o.code not in self.blamed]
            if not staff:
                region = plan.unit.split("-")[0]
                here = {place.unit for place in self.city.places if place.unit.startswith(f"{region}-")}
                staff = [o.code for o in self.city.officers if o.unit in here and o.code not in self.blamed]
            officer = staff[-1]
            self.blamed.add(officer)
            plan = replace(plan, unit=next(o.unit for o in self.city.officers if o.code == officer))
        return replace(
            plan,
            name=f"fate {len(self.deck)}",
            channel=fate.channel,
            conduct=fate.conduct,
            reply=fate.reply,
            conclusion=fate.conclusion,
            outcome=fate.outcome,
            stays=fate.stays,
            identity=fate.identity,
            officer=officer,
        )

    def _letter(self, told: Episode, rng: Random) -> Letter:
        self.count += 1
        shares = self.story.shares
        around = Random(f"{self.story.seed} {self.count} around")  # noqa: S311
        told, self.places = placed(brought(told, self.story, self.city, around), self.story, around)
        by_page = told.channel in OWN_PAGES
        drawn = replace(
            told,
            identity=told.identity or pick(rng, self.story.mix["identities"]),
            officer=told.officer
            or (self._colleague(told.unit, rng) if chance(rng, shares["names_officer"]) else ""),
            conclusion=told.conclusion or self._concluded(told, rng),
            outcome=told.outcome or pick(rng, self.story.mix["outcomes"]),
        )
        drawn = self._acts(drawn, rng, ordinary=not told.name)
        occurred = self._occurred(drawn, rng)
        plan = self._worded(drawn, occurred, rng)
        name, phone = self._person(plan.person or plan.repeats)
        anonymous = plan.identity == "anonymous"
        return Letter(
            key=f"story {self.story.seed} {self.count} {plan.on.isoformat()}",
            plan=plan,
            occurred_on=occurred if chance(rng, 70) else None,
            name=name if plan.identity == "real_name" else "",
            phone="" if anonymous else phone,
            openid=f"o-story-{phone[-4:]}"
            if by_page and not anonymous and chance(rng, shares["wechat"])
            else "",
            scanned=by_page and chance(rng, shares["scanned"]),
            officer_text=self._named(plan.officer) if plan.officer else "",
        )

    def _concluded(self, plan: Episode, rng: Random) -> str:
        """Whoever asks or suggests is answered; only of what is complained of or asked for can nothing be found."""
        found = pick(rng, self.story.mix["conclusions"])
        return "substantiated" if self._asks(plan) else found

    def _asks(self, plan: Episode) -> bool:
        """Whether somebody only asks, suggests or praises."""
        return bool(plan.to) and matter_of(plan.type, self.city) in ("question", "suggestion", "praise")

    def _acts(self, plan: Episode, rng: Random, *, ordinary: bool) -> Episode:
        """How the people around it act, where the story doesn't say. Everything is drawn, whatever is used."""
        shares = self.story.shares
        rated = int(pick(rng, self.story.mix["ratings"])) if chance(rng, shares["rated"]) else 0
        reworked = chance(rng, shares["reworked"])
        added = chance(rng, shares["supplemented"])
        used = pick(rng, dict.fromkeys(("appraisal", "talk", "training", "improvement", "commendation"), 1))
        uses = (used,) if chance(rng, shares["result_used"]) else ()
        if not ordinary:
            return replace(plan, rating=rated) if plan.name.startswith("fate ") else plan
        conduct = ("rework",) if reworked else ()
        return replace(plan, rating=rated, conduct=conduct, supplement=added, uses=uses)

    def _occurred(self, plan: Episode, rng: Random) -> date:
        return plan.on.date() - timedelta(days=rng.choices([0, 1, 2, 3, 5], [2, 4, 3, 2, 1])[0])

    def _worded(self, plan: Episode, occurred: date, rng: Random) -> Episode:
        """The text, and what the scene says of it, where the story has no words of its own."""
        if plan.repeats:
            said = self.story.phrases["again"]
            again = said[self.used[("again", plan.repeats)] % len(said)]
            self.used[("again", plan.repeats)] += 1
            core, before = self.first[plan.repeats]
            plan = replace(plan, to=plan.to or before.to, text=f"{again}{core}")
            return self._known(plan, self.story.scenes[before.scene])
        if plan.text:
            return plan
        scene = self.story.scenes[plan.scene]
        house = self._house(plan.unit)
        dates = (occurred, plan.on.date())
        core = wording.core(scene, self.used[(house, scene.code)], self.story, dates, self.places, rng)
        self.used[(house, scene.code)] += 1
        if plan.person:
            self.first[plan.person] = core, plan
        said = wording.around(core, plan, self.story, rng, away=scene.away, asks=self._asks(plan))
        return self._known(replace(plan, text=said), scene)

    def _known(self, plan: Episode, scene: Scene) -> Episode:
        """With what the scene says of it, where the story has nothing of its own."""
        return replace(
            plan,
            type=plan.type or scene.type,
            summary=plan.summary or scene.summary,
            allegations=plan.allegations or scene.allegations,
            found=plan.found or scene.found,
            matter=plan.matter or scene.matter,
        )

    def _person(self, tie: str) -> tuple[str, str]:
        """An invented name and a number that nobody has; the same for reports tied together."""
        here = self.people.get(tie) if tie else None
        if here is None:
            place = (self.count * 37) % NAMES
            name = SURNAMES[place % len(SURNAMES)] + GIVEN[place // len(SURNAMES)]
            here = (name, f"1390000{self.count:04d}")
            self.people[tie] = here
        return here

    def _colleague(self, unit: str, rng: Random) -> str:
        """Somebody of the section whom people meet; never its head."""
        staff = [o.code for o in self.city.officers if o.unit == unit]
        return rng.choice(staff[1:] or staff) if staff else ""

    def _named(self, officer: str) -> str:
        return next(o.name for o in self.city.officers if o.code == officer)

    def _house(self, unit: str) -> str:
        """The code of the organ that a section is part of."""
        row = self.units[unit]
        return self._house(row.parent) if row.parent else row.code
