from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "huiyin.doors.api"
    label = "door_api"
