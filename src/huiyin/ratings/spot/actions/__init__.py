"""The only writer of ratings by code: taken during a day, added up after it, and then gone."""

from huiyin.ratings.spot.actions.closing import close_days
from huiyin.ratings.spot.actions.taking import explain, rate, take_back

__all__ = ["close_days", "explain", "rate", "take_back"]
