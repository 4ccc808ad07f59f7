"""What the chapter keeps: papers with the figures of their day."""

from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled, Tendency

__all__ = ["Advice", "PaperDraft", "Tabled", "Tendency"]
