from django.apps import AppConfig


class DeskPanelsConfig(AppConfig):
    name = "huiyin.doors.desk.panels"
    label = "door_panels"
