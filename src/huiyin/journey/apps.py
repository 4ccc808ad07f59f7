from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "huiyin.journey"
    label = "journey"
