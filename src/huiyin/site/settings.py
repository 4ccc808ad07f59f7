"""All settings, read once from the environment. Policy (days, roles, words) is data in the blueprint."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

from huiyin.kernel.clock import Clock, ShiftedClock, SystemClock
from huiyin.site import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
VAR = env.var()

REALM = env.choice("HUIYIN_REALM", "demo", "training", "live")
"""Which world the data belongs to. The database remembers it and refuses any other (S0-12)."""
BLUEPRINT = env.text("HUIYIN_BLUEPRINT", "xingtai")

DEMO_SECRET = "demo-only-not-a-secret"  # noqa: S105  `huiyin up` refuses it
SECRET_KEY = env.secret("HUIYIN_SECRET_KEY", DEMO_SECRET)
DEMO_PASSWORD = "huiyin-demo"  # noqa: S105
"""What demonstration accounts log in with; `huiyin up` refuses such accounts."""
DEMO_MASTER_KEY = base64.b64encode(b"demo-only-master-key-32-bytes-ok").decode()
MASTER_KEY = env.key("HUIYIN_MASTER_KEY", DEMO_MASTER_KEY)
"""Wraps the data key of each sealed identity (32 bytes)."""
DEMO_SIGNING_KEY = base64.b64encode(b"demo-only-signing-seed-32-bytes!").decode()
SIGNING_KEY = env.key("HUIYIN_SIGNING_KEY", DEMO_SIGNING_KEY)
"""Ed25519 seed that signs the ledger's tree heads (32 bytes)."""

CLOCK: Clock = SystemClock()
CLOCK_SHIFT = env.number("HUIYIN_CLOCK_SHIFT", 0)
if CLOCK_SHIFT:
    CLOCK = ShiftedClock(timedelta(seconds=CLOCK_SHIFT))

KEPT_SECONDS = env.number("HUIYIN_KEPT_SECONDS", 1)
"""How long a process keeps policy and register before it looks whether they changed."""

DEBUG = False
ALLOWED_HOSTS = env.text("HUIYIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_URL = env.text("HUIYIN_PUBLIC_URL", "http://localhost:8000")
"""The address printed on posters and put into messages."""
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.number("HUIYIN_PROXIES", 0)
"""How many proxies of our own append to X-Forwarded-For; whatever stands before them isn't believed."""
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = env.number("HUIYIN_HSTS_SECONDS", 30 * 24 * 3600) if HTTPS else 0
"""How long a browser that came by HTTPS asks for nothing else; 0 while a certificate is still being tried."""
CSRF_FAILURE_VIEW = "huiyin.doors.shared.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

HOTLINE_URL = env.text("HUIYIN_HOTLINE_URL")
"""The hotline's exchange; unset, orders only come and go as files."""
HOTLINE_SECRET = env.secret("HUIYIN_HOTLINE_SECRET")
"""Signs every request and file between us and the hotline; unset, nothing of theirs is believed."""
HOTLINE_CHANNEL = env.text("HUIYIN_HOTLINE_CHANNEL")
"""The channel to which it belongs; unset, the city's first one of the way `hotline`."""
API_SECRETS = {"health": env.secret("HUIYIN_HEALTH_SECRET"), "sms": env.secret("HUIYIN_SMS_SECRET")}
"""What opens a page of the door `api`, by the permission that the page names; an empty one opens nothing."""

_CHAPTERS = [
    "ledger", "policy", "organisations", "messages", "documents", "intake", "triage", "cases",
    "supervision", "ratings", "panels", "assessment", "reporting", "journey",
]  # fmt: skip
_DOORS = [
    "citizen",
    "desk",
    "desk.admin",
    "desk.channels",
    "desk.imports",
    "desk.letters",
    "desk.panels",
    "oversight",
    "bench",
    "api",
    "shared",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",  # not django.contrib.messages: its middleware is enough, its name is ours
    *[f"huiyin.{chapter}" for chapter in _CHAPTERS],
    *[f"huiyin.doors.{door}" for door in _DOORS],
]
MIDDLEWARE = [
    "huiyin.doors.shared.middleware.SaysWhatHappened",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.doors.shared.middleware.Remembers",
    "huiyin.doors.shared.middleware.Speaks",
    "huiyin.doors.shared.middleware.TakesOwnForms",
    "huiyin.doors.shared.access.Gatekeeper",
]
ROOT_URLCONF = "huiyin.site.urls"
WSGI_APPLICATION = "huiyin.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "huiyin.doors.shared.context.place_and_time",
            ]
        },
    }
]

_URL = env.text("DATABASE_URL", "postgresql:///huiyin")
_DATABASE = env.database(_URL) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
_TEST = {"NAME": env.text("HUIYIN_TEST_DATABASE", "huiyin_test")}
DATABASES = {
    "default": _DATABASE | {"TEST": _TEST},
    # The same database on a connection of its own: what is written here survives a rollback of `default`.
    "witness": _DATABASE | {"TEST": _TEST},
}
DATABASE_ROUTERS = ["huiyin.site.routers.OneSchema"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.Account"
AUTHENTICATION_BACKENDS = ["huiyin.organisations.sessions.Accounts"]
SESSION_ENGINE = "huiyin.organisations.sessions"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/desk/login"
LOGIN_REDIRECT_URL = "/desk/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env.text("HUIYIN_MEDIA", str(VAR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

MAIL = env.choice("HUIYIN_MAIL", "console", "smtp")
EMAIL_HOST = env.text("HUIYIN_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("HUIYIN_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("HUIYIN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("HUIYIN_MAIL_PASSWORD")
MAIL_SECURITY = env.choice("HUIYIN_MAIL_SECURITY", "starttls", "tls", "none")
MAIL_FROM = env.text("HUIYIN_MAIL_FROM")
"""The address of the mailbox: mails go out from it, and replies to them come back to it."""
MAIL_AUTHSERV = env.text("HUIYIN_MAIL_AUTHSERV")
"""What our own mail server calls itself in Authentication-Results; unset, nothing is believed about senders."""
IMAP_URL = env.text("HUIYIN_IMAP_URL")
"""The mailbox that is read: imaps://user@host/INBOX; unset, none is."""
IMAP_PASSWORD = env.secret("HUIYIN_IMAP_PASSWORD")
IMAP_CHANNEL = env.text("HUIYIN_IMAP_CHANNEL")
"""The channel to which it belongs; unset, the city's first one of the way `mail`."""
SMS = env.choice("HUIYIN_SMS", "console", "kannel")
KANNEL_URL = env.text("HUIYIN_KANNEL_URL", "http://127.0.0.1:13013/cgi-bin/sendsms")
KANNEL_USER = env.text("HUIYIN_KANNEL_USER")
KANNEL_PASSWORD = env.secret("HUIYIN_KANNEL_PASSWORD")
WECHAT_APP_ID = env.text("HUIYIN_WECHAT_APP_ID")
WECHAT_SECRET = env.secret("HUIYIN_WECHAT_SECRET")
WECHAT_BASE = env.text("HUIYIN_WECHAT_BASE", "https://api.weixin.qq.com")
WECHAT_OPEN = env.text("HUIYIN_WECHAT_OPEN", "https://open.weixin.qq.com")

LOGGING_CONFIG = "huiyin.site.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # empty, Django would not call the line above
SILENCED_SYSTEM_CHECKS: list[str] = []
