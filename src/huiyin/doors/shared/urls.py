"""Addresses that belong to every door. The root URLconf includes them at ""."""

from django.urls import path

from huiyin.doors.shared import style, views

app_name = "shared"
urlpatterns = [
    path("language/<str:code>", views.language, name="language"),
    path("large", views.large, name="large"),
    path("help", views.help_page, name="help"),
    path("desk/login", views.log_in, name="login"),
    path("desk/logout", views.log_out, name="logout"),
    path("desk/password", views.password, name="password"),
    path("desk/phone", views.phone, name="phone"),
    path("desk/style", style.desk, name="style"),
    path("desk/style/citizen", style.citizen, name="style_citizen"),
    path("desk/style/confirm", style.confirm, name="style_confirm"),
]
