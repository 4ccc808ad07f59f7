"""The settings as they are, limits and all, with reports that come from all over a city."""

from huiyin.site.benches.settings import *  # noqa: F403

del REPORT_LIMITS  # noqa: F821
