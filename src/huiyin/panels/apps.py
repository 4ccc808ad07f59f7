from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "huiyin.panels"
    label = "panels"
