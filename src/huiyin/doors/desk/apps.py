from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huiyin.doors.desk"
    label = "door_desk"
