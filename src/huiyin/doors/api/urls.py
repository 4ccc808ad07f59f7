"""The addresses of this door."""

from django.urls import URLPattern, path

from huiyin.doors.api import hotline
from huiyin.doors.api.health import health
from huiyin.doors.api.incoming_sms import incoming
from huiyin.doors.api.sms import delivery_report

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("health", health, name="health"),
    path("hotline/orders", hotline.orders, name="hotline_orders"),
    path("hotline/answers", hotline.answers, name="hotline_answers"),
    path("hotline/notes", hotline.notes, name="hotline_notes"),
    path("sms/mo", incoming, name="sms_mo"),
    path("sms/dlr", delivery_report, name="sms_dlr"),
]
