from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "huiyin.doors.shared"
    label = "door_shared"
