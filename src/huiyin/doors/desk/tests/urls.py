"""The desk beside what every door shares."""

from django.urls import include, path

urlpatterns = [
    path("", include("huiyin.doors.shared.urls")),
    path("desk/", include("huiyin.doors.desk.urls")),
]
