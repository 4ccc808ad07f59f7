"""The reference: a Django view that makes three inserts in one transaction and nothing else. No middleware."""

from __future__ import annotations

import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiyin.site import environment as env

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

from huiyin.site.benches.bare.tables import One, Three, Two, one_more  # noqa: E402  models need settings


def insert(request: HttpRequest) -> HttpResponse:
    """Three inserts, one commit."""
    with transaction.atomic():
        one = One._default_manager.create(number=request.POST["key"], text=request.POST["text"])
        Two._default_manager.create(one=one, text=TEXT)
        Three._default_manager.create(one=one, text=TEXT)
    return HttpResponse(status=303)


def insert_one(request: HttpRequest) -> HttpResponse:
    """One insert."""
    one_more(request.POST["key"], request.POST["text"])
    return HttpResponse(status=303)


urlpatterns = [path("", insert), path("one", insert_one)]
application = WSGIHandler()
