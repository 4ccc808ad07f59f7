"""What the city decided, as rows. `active` is false for what the blueprint no longer has: nothing is deleted."""

from django.db import models


class City(models.Model):
    """The one city of this database. `edition` changes with every change of policy, so that readers may cache."""

    blueprint = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    edition = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    platform = models.CharField(max_length=60)
    platform_en = models.CharField(max_length=60)
    region = models.CharField(max_length=12)
    committee = models.CharField(max_length=40)
    prefix = models.CharField(max_length=6)
    language = models.CharField(max_length=10)
    wechat = models.CharField(max_length=60, blank=True)
    start = models.DateField()
    cycle_day = models.PositiveSmallIntegerField()
    dispatch_to = models.CharField(max_length=3, default="all")
    calendar_changes = models.CharField(max_length=10, default="freeze")
    while_objected = models.CharField(max_length=6, default="stands")
    known_years = models.JSONField(default=list)
    hot_days = models.PositiveSmallIntegerField(default=180)
    daily_leads = models.BooleanField(default=False)
    floods = models.JSONField(default=dict)  # see `rules.asking.Floods`; {} are its defaults
    office_hours = models.JSONField()  # four times: open, close, open, close


class Season(models.Model):
    """Other office hours, from `first` to `last` (month and day) of each year."""

    region = models.CharField(max_length=12, blank=True)
    first = models.CharField(max_length=5)
    last = models.CharField(max_length=5)
    times = models.JSONField()  # four times: open, close, open, close
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "first"], name="season_once")]


class LimitRow(models.Model):
    """A number of days or hours. Never changed once it holds: a new rule is a new row with a later `since`."""

    name = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    starts = models.CharField(max_length=40)
    basis = models.TextField()
    basis_en = models.TextField()
    region = models.CharField(max_length=12, blank=True)
    type = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    granted_by = models.JSONField(default=list)
    times = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "stage", "type", "channel", "region", "since"], name="limit_once_for_each"
            )
        ]


class Role(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    text = models.TextField()
    text_en = models.TextField()
    kinds = models.JSONField()
    apart = models.JSONField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class ProblemType(models.Model):
    """A node of the tree of problem types; one of a citizen's choices where it has a `citizen_name`."""

    code = models.CharField(max_length=10, unique=True)
    parent = models.CharField(max_length=10, blank=True)
    matter = models.CharField(max_length=12, default="complaint")
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    citizen_name = models.CharField(max_length=40, blank=True)
    citizen_name_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class ProblemTypeVersion(models.Model):
    """What a problem type was called, where it hung and what matter it was, from `since` up to `until` (null: now)."""

    code = models.CharField(max_length=10)
    parent = models.CharField(max_length=10, blank=True)
    matter = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "since"], name="problem_type_version_once")]


class Channel(models.Model):
    """A way in (S3-02). `acceptor` is a unit's code, "": the committee of each case."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    way = models.CharField(max_length=12)
    acceptor = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    problem_type = models.CharField(max_length=10, blank=True)
    reply = models.CharField(max_length=10)
    limit = models.CharField(max_length=40, blank=True)
    promise = models.CharField(max_length=10)
    tracked_by = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class LadderRung(models.Model):
    """A rung of the ladder, as `rules.ladder.Rung` has it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    act = models.CharField(max_length=12)
    of = models.JSONField()
    after = models.CharField(max_length=40)
    limit = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=12)
    copied = models.JSONField()
    channel = models.CharField(max_length=8)
    letter = models.CharField(max_length=40, blank=True)
    points = models.FloatField()
    fallback = models.CharField(max_length=12)
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class ScreeningRule(models.Model):
    """What sends a report to a work team's queue first. `team` is a unit's code."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    team = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    words = models.JSONField()
    patterns = models.JSONField()
    unless = models.JSONField()
    days = models.PositiveSmallIntegerField()
    likeness = models.FloatField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class AlertRule(models.Model):
    """How often is so often that the supervising body hears of it; `of`: officer, unit, matter."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    of = models.CharField(max_length=10)
    least = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    again = models.PositiveSmallIntegerField()
    matters = models.JSONField()
    anonymous = models.BooleanField()
    likeness = models.FloatField()
    covers = models.JSONField(default=list)
    letter = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Question(models.Model):
    """A question that follows from the type of problem; `options` as `rules.asking.Option` has them."""

    code = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    text_en = models.TextField()
    types = models.JSONField()
    channels = models.JSONField()
    options = models.JSONField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Fault(models.Model):
    """What somebody may say was wrong who rates a place low, and the type of problem that a report of it has."""

    code = models.CharField(max_length=40, unique=True)
    text = models.CharField(max_length=60)
    text_en = models.CharField(max_length=100)
    problem_type = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class PlaceWords(models.Model):
    """By which words a text says that it happened where a unit (a code) is in charge."""

    unit = models.CharField(max_length=40, unique=True)
    words = models.JSONField()
    active = models.BooleanField(default=True)


class SecrecyMark(models.Model):
    """What makes a report stop before anybody but the secrecy officer reads it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    words = models.JSONField()
    patterns = models.JSONField()
    lines = models.JSONField()
    names = models.JSONField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Outcome(models.Model):
    """What can become of a person or a matter. `form`: which of the four forms of discipline, 0 for none."""

    code = models.CharField(max_length=40, unique=True)
    of = models.CharField(max_length=10)
    form = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class LetterIssuer(models.Model):
    """A body that sends letters. `unit` is a unit's code; `head`, or its name, is printed in red."""

    unit = models.CharField(max_length=40, unique=True)
    mark = models.CharField(max_length=20)
    head = models.CharField(max_length=60, blank=True)
    enquiries = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class LetterKind(models.Model):
    """A kind of paper to those supervised: form, mark in its number, template, and who writes, approves and signs."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    form = models.CharField(max_length=10)
    mark = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    body = models.TextField()
    writers = models.JSONField()
    levels = models.JSONField()
    signers = models.JSONField()
    reply = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=4, blank=True)
    note = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Approval(models.Model):
    """Which mandates sign the report on a matter, one after the other; see `rules.handling.Approval`."""

    code = models.CharField(max_length=40, unique=True)
    levels = models.JSONField()
    types = models.JSONField()
    matters = models.JSONField()
    channels = models.JSONField()
    weights = models.JSONField()
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Appraisal(models.Model):
    """How one kind of round is held; see `rules.appraising.Appraisal`."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    seats = models.PositiveSmallIntegerField()
    cooldown = models.PositiveSmallIntegerField()
    like = models.CharField(max_length=40, blank=True)
    traits = models.JSONField()
    scale = models.JSONField()
    axes = models.JSONField()
    layers = models.JSONField()
    sums = models.CharField(max_length=10)
    trim = models.CharField(max_length=20)
    decimals = models.PositiveSmallIntegerField()
    carried = models.JSONField()
    systems = models.JSONField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Talk(models.Model):
    """What has to be talked over with the reporter before a report is submitted; see `rules.handling.Talk`."""

    code = models.CharField(max_length=40, unique=True)
    kinds = models.JSONField()
    types = models.JSONField()
    matters = models.JSONField()
    channels = models.JSONField()
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class Watch(models.Model):
    """What the inspectors' daily round shows, and from which number on."""

    code = models.CharField(max_length=20, unique=True)
    value = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class ScoreRule(models.Model):
    """What a fact of a period costs or earns a unit; see `rules.scoring.ScoreRule`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    fact = models.CharField(max_length=20)
    points = models.FloatField()
    most = models.FloatField()
    per_ten = models.BooleanField()
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class PeriodicPaper(models.Model):
    """A paper that is drafted by itself on its day; see `rules.scoring.PeriodicPaper`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    every = models.CharField(max_length=8)
    day = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=40)
    to = models.CharField(max_length=10)
    types = models.JSONField(default=list)
    meeting = models.CharField(max_length=60, blank=True)
    meeting_en = models.CharField(max_length=60, blank=True)
    counties = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class DemeritRule(models.Model):
    """What a slight breach costs an officer; see `rules.demerits.DemeritRule`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    fact = models.CharField(max_length=12)
    types = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField()
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class DemeritStep(models.Model):
    """What so many points lead to; see `rules.demerits.DemeritStep`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    at = models.PositiveSmallIntegerField()
    covers = models.JSONField(default=list)
    basis = models.TextField()
    basis_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class CityWord(models.Model):
    """A sentence of the city's own."""

    key = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    text_en = models.TextField()
    active = models.BooleanField(default=True)


class RegulationText(models.Model):
    """A version of a text of the regulation library (S0-10), in force from `since` until the next of its `code`.

    `binding`: everybody who works here acknowledges it (S3-10). `added_by`: who put it in on the page, "" where the
    blueprint did; `change` says what is new in it.
    """

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=150)
    title_en = models.CharField(max_length=200)
    since = models.DateField()
    text = models.TextField()
    text_en = models.TextField()
    binding = models.BooleanField(default=False)
    change = models.CharField(max_length=200, blank=True)
    change_en = models.CharField(max_length=200, blank=True)
    added_by = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "since"], name="regulation_once_a_day")]


class ReleaseNote(models.Model):
    """A trial, the launch or an update of the platform (S0-09)."""

    version = models.CharField(max_length=20, unique=True)
    on = models.DateField()
    kind = models.CharField(max_length=10)
    text = models.TextField()
    text_en = models.TextField()
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)


class CalendarDay(models.Model):
    """An administrator's word on one day, over the official calendar. Its history is in the ledger."""

    date = models.DateField(unique=True)
    working = models.BooleanField()
    note = models.CharField(max_length=200)
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
