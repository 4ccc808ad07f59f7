from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "huiyin.doors.desk.letters"
    label = "door_letters"
