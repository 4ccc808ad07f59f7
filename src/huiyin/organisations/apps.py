from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "huiyin.organisations"
    label = "organisations"
