from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "huiyin.doors.desk.imports"
    label = "door_imports"
