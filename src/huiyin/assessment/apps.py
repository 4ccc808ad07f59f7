from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "huiyin.assessment"
    label = "assessment"
