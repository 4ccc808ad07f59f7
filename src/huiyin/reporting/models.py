"""What the chapter keeps: papers with the figures of their day, and campaigns."""

from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled, Tendency
from huiyin.reporting.public.models import PublicFigures

__all__ = ["Advice", "Campaign", "PaperDraft", "PublicFigures", "Tabled", "Tendency"]
