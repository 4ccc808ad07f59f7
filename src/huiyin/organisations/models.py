"""Who holds power, where, and who may act for whom."""

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.models import RegulationText


class Region(models.Model):
    """An administrative division (GB/T 2260, up to 12 digits)."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=10)  # province, city, county, township, village
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")


class Unit(models.Model):
    """A committee, an organ of one of the four systems, a section, station or court of it, or a work team.

    `committee` is the committee that supervises the unit. `path` is "/1/4/9/": the unit's own id
    last, so that "inside" is a prefix match that 3 and 30 can't confuse.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=150, blank=True)
    short = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)  # committee, group, team, organ, section
    system = models.CharField(max_length=20)  # committee, court, procuratorate, police, justice, government
    level = models.CharField(max_length=10)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    committee = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supervises")
    path = models.CharField(max_length=200, db_index=True, blank=True)
    mail = models.EmailField(blank=True)  # told of papers that came for the unit
    procedure = models.TextField(blank=True)  # how a work team treats what reaches its queue
    procedure_en = models.TextField(blank=True)
    active = models.BooleanField(default=True)


class Officer(models.Model):
    """An entry in the officers' register (S0-07)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    title = models.CharField(max_length=60, blank=True)
    badge = models.CharField(max_length=20, blank=True)
    active = models.BooleanField(default=True)


class Relation(models.Model):
    """A declared close relationship between two officers: a reason to stay out of each other's cases."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "other"], name="relation_once")]


class Seat(models.Model):
    """An officer's seat in a leading group (S0-04)."""

    group = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=10)  # head, deputy, member
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "officer"], name="seat_once")]


class Account(AbstractBaseUser):
    """Somebody who logs in. What they may do is in their mandates, nowhere else."""

    objects = BaseUserManager["Account"]()
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    officer = models.OneToOneField(Officer, null=True, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    text_number = models.CharField(max_length=20, blank=True)  # of work, for text messages about work
    must_change = models.BooleanField(default=False)  # somebody else knows the password
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class RulesRead(models.Model):
    """Somebody says that they have read a version of the rules by which all work (S3-10)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="rules_read")
    version = models.ForeignKey(RegulationText, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="rules_read_once")]


class Leave(models.Model):
    """Somebody is away from `since` up to but without `until`: what they would sign goes to whoever else may."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="leaves")
    since = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()


class Mandates(models.QuerySet["Mandate"]):
    def in_force(self, now: datetime) -> "Mandates":
        """The mandates that hold on the day of `now`."""
        return self.in_force_on(now.astimezone(SHANGHAI).date())

    def in_force_on(self, day: date | models.Expression) -> "Mandates":
        """The mandates that hold on `day`, a date in Shanghai."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=day), since__lte=day)


class Mandate(models.Model):
    """An account may act in `role` for `unit` between two dates (`until` excluded; null: open)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mandates")
    objects = Mandates.as_manager()
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "unit", "role", "since"], name="mandate_once")
        ]
