"""The addresses of this door: a judge's ballot, by their own link."""

from django.urls import URLPattern, path

from huiyin.doors.bench import views

app_name = "bench"
urlpatterns: list[URLPattern] = [
    path("<str:link>", views.ballot, name="ballot"),
    path("<str:link>/hand-in", views.hand_in, name="hand_in"),
    path("<str:link>/<int:position>", views.judge, name="judge"),
]
