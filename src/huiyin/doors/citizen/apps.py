from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "huiyin.doors.citizen"
    label = "door_citizen"
