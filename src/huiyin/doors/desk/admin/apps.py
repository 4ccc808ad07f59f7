from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "huiyin.doors.desk.admin"
    label = "door_admin"
