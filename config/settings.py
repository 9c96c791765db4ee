"""All settings, from the environment: without any, one process with SQLite, an in-memory layer and Whoosh."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env
from config.accounts import *  # noqa: F403
from config.accounts import ACCOUNT_APPS, GUARDS_OF_SIGNING_IN, PROVIDER_ORIGINS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# --- What this site is -------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
SITE_NAME = env.text("SITE_NAME", "Alongside")
# Where the button to leave quickly leads: a page that anybody might have been looking at.
QUICK_EXIT_URL = env.text("QUICK_EXIT_URL", "https://www.bbc.co.uk/weather")
# Off is the way back: every browser that has installed the worker behind the offline page throws it away.
OFFLINE_PAGE = env.flag("OFFLINE_PAGE", default=True)
ALLOWED_HOSTS = env.words("SITE_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("SITE_ORIGINS")
HTTPS = env.flag("HTTPS", default=not (DEBUG or DEMO))
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = "not-a-secret-because-debug-is-on-" + "0" * 32
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it, or name a file that holds it in SECRET_KEY_FILE.")
# What was signed or sealed with a secret of before stays good.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# --- Rooms, from the roof down -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "moderation",
    "search",
    "community.forum",
    "community.chat",
    "groups",
    "people",
    "kit",
    "channels",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *ACCOUNT_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.viewers.ViewerAtHand",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.sign_ins.KeepSignIns",
    "kit.middleware.RefusedMiddleware",
    "kit.middleware.MembersOnlyHeaders",
    "groups.middleware.FormerAddresses",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context.person",
            ],
        },
    }
]

# --- Two scales, one code ----------------------------------------------------------------------------------------

WORKERS = env.number("WORKERS", 1)
# Addresses or networks whose X-Forwarded-For and -Proto are believed.
PROXIES = env.words("PROXIES", "127.0.0.1,::1" if env.flag("BEHIND_PROXY") else "")
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'alongside.sqlite3'}")
REDIS_URL = env.text("REDIS_URL")
DJANGO_HANDLER = env.text("DJANGO_HANDLER", "pooled")
# The pooled handler keeps its threads, so a connection a thread may live long; the stock one would leak them.
DATABASE_MAX_AGE = env.number("DATABASE_MAX_AGE", 0 if DJANGO_HANDLER == "stock" else 600)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**dj_database_url.parse(DATABASE_URL, conn_max_age=DATABASE_MAX_AGE)}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-2000; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One process may do its background work itself; many leave it to `manage.py deliver --watch` and `manage.py work`.
EMBEDDED_BACKGROUND = env.flag("EMBEDDED_BACKGROUND", default=not REDIS_URL)
HANDLER_THREADS = env.number("HANDLER_THREADS", 8)
# How many of them run at once while there is enough to compute (docs/decisions/0002): with SQLite threads only get in
# each other's way, with PostgreSQL one computes while another waits for an answer.
HANDLER_LANES = env.number("HANDLER_LANES", 1 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else 4)
LIVE_FAST_FRAMES = env.flag("LIVE_FAST_FRAMES", default=True)
LIVE_THREADS = env.number("LIVE_THREADS", 4)
SEARCH_ENGINE = env.text(
    "SEARCH_ENGINE", "postgres" if DATABASES["default"]["ENGINE"].endswith("postgresql") else "whoosh"
)
SEARCH_DIR = Path(env.text("SEARCH_DIR", str(VAR_DIR / "index")))

CHANNEL_LAYERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "kit.live.redis_layer.PatientRedisLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
    CACHES = {
        "default": {
            "BACKEND": "kit.caches.PatientRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"counted_here": GUARDS_OF_SIGNING_IN},
        }
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Who people are ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["people.backends.MemberBackend"]
PASSWORD_HASHERS = ["people.hashers.ModestArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "people.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_TOTP_ISSUER = SITE_NAME
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "alongside_session"
SESSION_COOKIE_SECURE = HTTPS
# In a cookie of their own, messages would leave names of groups in the browser, for anybody to read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "alongside_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "people.stale.send_again"
# How many times a thing may be done: (count, seconds).
PACES = {
    "topic": (5, 600),
    "reply": (12, 60),
    "edit": (30, 60),
    "react": (60, 60),
    "say": (30, 30),
    "talk": (5, 86_400),  # people who are asked for a private talk
    "report": (10, 600),
    "appeal": (5, 3600),
    "join": (20, 3600),
    "invite": (30, 3600),
    "found": (5, 86_400),
    "face": (20, 3600),
    "search": (60, 60),
    "draft": (120, 60),
    "picture": (20, 600),
    "suggest": (240, 60),
}
PACES_FACTOR = env.number("PACES_FACTOR", 1)

# --- Security from the first page --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        # Browsers ask this of redirects too, and leaving quickly is a form whose answer leads away.
        "form-action": [
            "'self'",
            "/".join(QUICK_EXIT_URL.split("/")[:3]),
            *PROVIDER_ORIGINS,
        ],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
# The probes of the shell never reach Django, so they stay reachable without TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BODY_LIMIT = env.number("BODY_LIMIT", 1024 * 1024)
PICTURE_LIMIT = env.number("PICTURE_LIMIT", 12 * 1024 * 1024)  # bytes of a picture as it is sent
PICTURE_POINTS = env.number("PICTURE_POINTS", 40_000_000)  # more are not decoded: each takes four bytes of memory
# Bytes for the few paths, by their beginning, where something larger is brought.
BODY_LIMITS = {"/pictures/": PICTURE_LIMIT + BODY_LIMIT}
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Letters -----------------------------------------------------------------------------------------------------

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
MAIL_SERVER = env.mail_server("EMAIL_URL", "smtp://127.0.0.1")
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER.is_tls, MAIL_SERVER.is_starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "noreply@localhost")
# Where a demo's letters lie, as its pages say it; empty where letters are sent.
LETTERS_FOLDER = ""
if DEMO and not env.text("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "letters"
    LETTERS_FOLDER = str(
        EMAIL_FILE_PATH.relative_to(BASE_DIR) if VAR_DIR.is_relative_to(BASE_DIR) else EMAIL_FILE_PATH
    )

# --- Words, time, files ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.static_names.KnownNames"
        )
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
