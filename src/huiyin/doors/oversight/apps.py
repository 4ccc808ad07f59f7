from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "huiyin.doors.oversight"
    label = "door_oversight"
