"""The addresses of what comes by other ways than our own pages, inside those of the desk."""

from django.urls import URLPattern, path

from huiyin.doors.desk.channels import entering

urlpatterns: list[URLPattern] = [
    path("entry", entering.entry, name="entry"),
    path("entry/receipt", entering.slip, name="slip"),
]
