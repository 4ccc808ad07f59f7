from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "huiyin.messages"
    label = "deliveries"  # django.contrib.messages owns "messages"
