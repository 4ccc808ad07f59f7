"""The bench's settings, with one view instead of the doors."""

from huiyin.site.benches.settings import *  # noqa: F403

ROOT_URLCONF = "huiyin.site.benches.bare.behind"
