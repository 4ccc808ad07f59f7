"""The addresses of this door."""

from django.urls import URLPattern

app_name = "citizen"
urlpatterns: list[URLPattern] = []
