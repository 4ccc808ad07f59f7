from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "huiyin.reporting"
    label = "reporting"
