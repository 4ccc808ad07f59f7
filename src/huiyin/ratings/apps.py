from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "huiyin.ratings"
    label = "ratings"
