from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "huiyin.archive"
    label = "archive"
