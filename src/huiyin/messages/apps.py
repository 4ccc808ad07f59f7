from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "huiyin.messages"
    label = "messages"
