"""The settings as they are, but with room for a load generator."""

from huiyin.site.settings import *  # noqa: F403

PROXIES = 1
"""Each report says an address of its own, as a city's reports come."""
REPORT_LIMITS = {"address": (10**9, 600), "place": (10**9, 600), "system": (10**9, 60)}
"""Still counted, never reached."""
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
"""What is measured answers with a redirect; no collected files are needed."""
