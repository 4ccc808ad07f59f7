"""The settings as they are, except: a test sees at once what it changed, and passwords are hashed in no time.

Static files are served from where they lie.
"""

from huiyin.site.settings import *  # noqa: F403

KEPT_SECONDS = 0
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PASSWORD_HASHERS = ["huiyin.site.tests.hashing.Quick"]
