"""The settings as they are, but with allowances whose windows a test can wait for."""

from huiyin.site.settings import *  # noqa: F403

WINDOW = 4
"""Seconds: how soon an address that used up its allowance may send again."""
REPORT_LIMITS = {"address": (20, WINDOW), "place": (10**6, 60), "system": (10**6, 60)}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
