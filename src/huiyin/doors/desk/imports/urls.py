"""The addresses of imports, inside those of the desk."""

from django.urls import URLPattern, path

from huiyin.doors.desk.imports import columns, running, views

urlpatterns: list[URLPattern] = [
    path("imports", views.imports, name="imports"),
    path("imports/<int:pk>", running.batch, name="import"),
    path("imports/<int:pk>/columns", columns.columns, name="import_columns"),
    path("imports/<int:pk>/words", columns.words, name="import_words"),
    path("imports/<int:pk>/beginning", running.beginning, name="import_beginning"),
    path("imports/<int:pk>/end", running.end, name="import_end"),
    path("imports/<int:pk>/rejects.<str:kind>", running.rejects, name="import_rejects"),
]
