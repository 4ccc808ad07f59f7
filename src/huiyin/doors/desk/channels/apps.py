from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "huiyin.doors.desk.channels"
    label = "door_channels"
