"""The doors and where they stand: the one through which most come first, for each line before it costs them."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.doors.shared import errors

handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.broken
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.doors.citizen.urls")),
    path("desk/", include("huiyin.doors.desk.urls")),
    path("oversight/", include("huiyin.doors.oversight.urls")),
    path("bench/", include("huiyin.doors.bench.urls")),
    path("api/", include("huiyin.doors.api.urls")),
    path("", include("huiyin.doors.shared.urls")),
]
