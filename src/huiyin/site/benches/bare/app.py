"""The reference: a Django view that makes three inserts in one transaction and nothing else. No middleware."""

from __future__ import annotations

import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiyin.site import environment as env

TABLES = """
CREATE TABLE IF NOT EXISTS bench_one (id bigserial PRIMARY KEY, number text UNIQUE, text text);
CREATE TABLE IF NOT EXISTS bench_two (id bigserial PRIMARY KEY, one_id bigint REFERENCES bench_one, text text);
CREATE TABLE IF NOT EXISTS bench_three (id bigserial PRIMARY KEY, one_id bigint REFERENCES bench_one, text text);
"""
TEXT = "窗口来回让补材料。" * 20


def _configure() -> None:
    from django.conf import settings

    settings.configure(
        SECRET_KEY="bench",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        INSTALLED_APPS=[],
        USE_TZ=True,
        DATABASES={
            "default": env.database(os.environ["DATABASE_URL"])
            | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


_configure()


class One(models.Model):
    number = models.TextField(unique=True)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_one", False


class Two(models.Model):
    one = models.ForeignKey(One, on_delete=models.PROTECT)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_two", False


class Three(models.Model):
    one = models.ForeignKey(One, on_delete=models.PROTECT)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_three", False


def insert(request: HttpRequest) -> HttpResponse:
    """Three inserts, one commit."""
    with transaction.atomic():
        one = One._default_manager.create(number=request.POST["key"], text=request.POST["text"])
        Two._default_manager.create(one=one, text=TEXT)
        Three._default_manager.create(one=one, text=TEXT)
    return HttpResponse(status=303)


def insert_one(request: HttpRequest) -> HttpResponse:
    """One insert."""
    One._default_manager.create(number=request.POST["key"], text=request.POST["text"])
    return HttpResponse(status=303)


urlpatterns = [path("", insert), path("one", insert_one)]
application = WSGIHandler()
