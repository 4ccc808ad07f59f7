from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "huiyin.doors.bench"
    label = "door_bench"
