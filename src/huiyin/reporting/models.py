"""What the chapter keeps: papers with the figures of their day, campaigns, and the figures of weeks that are over."""

from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.kept.models import KeptWeek, Touch
from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled, Tendency
from huiyin.reporting.public.models import PublicFigures

__all__ = ["Advice", "Campaign", "KeptWeek", "PaperDraft", "PublicFigures", "Tabled", "Tendency", "Touch"]
