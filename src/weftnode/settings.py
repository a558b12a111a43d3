"""Django's settings of a node. What an operator may change is in `weftnode.given`; the rest is decided here."""

import sqlite3
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.conf import locale as _django_locale
from django.utils.translation import gettext_lazy as _

from weftnode import given

HERE = Path(__file__).parent
DIR = given.folder()

SECRET_KEY = given.secret("WEFT_SECRET_KEY")
FIELD_KEY = given.secret("WEFT_FIELD_KEY")
LEDGER_KEY = given.secret("WEFT_LEDGER_KEY")
DEBUG = False
NODE_NAME = given.text("WEFT_NAME")
NODE_CONTACT = given.text("WEFT_CONTACT")
NODE_COUNTRY = given.text("WEFT_COUNTRY").upper()
ALLOWED_HOSTS = given.names("WEFT_HOSTS")
HTTPS = given.yes("WEFT_HTTPS")
SECOND_FACTOR = given.yes("WEFT_SECOND_FACTOR")
RELEASE_HOURS = given.number("WEFT_RELEASE_HOURS")

INSTALLED_APPS = [
    "weftnode.desk",
    "weftnode.api",
    "weftnode.briefs",
    "weftnode.articles",
    "weftnode.requests",
    "weftnode.diplomacy",
    "weftnode.cases",
    "weftnode.networks",
    "weftnode.reports",
    "weftnode.partners",
    "weftnode.accounts",
    "weftnode.audit",
    "weftnode.work",
    "weftnode.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "weftnode.ui.middleware.health",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "weftnode.accounts.middleware.person",
    "weftnode.ui.middleware.Edge",
]

ROOT_URLCONF = "weftnode.urls"
WSGI_APPLICATION = "weftnode.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "weftnode.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "weftnode.ui.templatetags.weft"],
        },
    }
]
FORM_RENDERER = "weftnode.ui.fields.Renderer"

# -- database ---------------------------------------------------------------------------------------------------------
# A web process and a worker that write the same WAL file can damage it in SQLite before 3.51.3 (sqlite.org, "WAL-reset bug"):
# the rollback journal is slower and safe. FULL: what was acknowledged survives a power cut.
SQLITE_WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
SQLITE_JOURNAL = "WAL" if SQLITE_WAL_IS_SAFE else "TRUNCATE"


def _database(url: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(environ.Env.db_url_config(url or f"sqlite:///{DIR / 'data.sqlite3'}"))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            # Take the write lock at once: a read that turns into a write half-way would fail instead of wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": f"PRAGMA journal_mode={SQLITE_JOURNAL}; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
            # Small: what another connection wrote makes a cache of pages worthless, and every page view writes into the log. The system keeps them.
            "PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;",
        }
        # A connection is kept by its thread: opening one reads the whole schema, which costs more than most questions.
        found["CONN_MAX_AGE"] = None
    else:
        found["CONN_MAX_AGE"] = 300
        found["CONN_HEALTH_CHECKS"] = True
        found["OPTIONS"] = {"connect_timeout": 10, **found.get("OPTIONS", {})}
    return found


DATABASES = {"default": _database(given.text("DATABASE_URL"))}
# Attempts at the second factor are counted here: the count must hold over processes and restarts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "weft_cache"}}
LOG_KEEP_DAYS = given.number("WEFT_LOG_KEEP_DAYS")
API_PER_MINUTE = given.number("WEFT_API_PER_MINUTE")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name", "name_latin")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "weftnode.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = given.number("WEFT_PROXIES")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow only localhost without HTTPS
MFA_TOTP_ISSUER = NODE_NAME
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute off
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = given.number("WEFT_SESSION_HOURS") * 3600
SESSION_COOKIE_NAME = "weft_session"
CSRF_COOKIE_NAME = "weft_csrf"
CSRF_FAILURE_VIEW = "weftnode.ui.views.csrf_failed"
LANGUAGE_COOKIE_NAME = "weft_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS

# -- what leaves with every page --------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = False  # the reverse proxy's business
if given.number("WEFT_PROXIES"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = False

# -- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "weftnode.ui.finders.Fonts",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400
MEDIA_ROOT = DIR / "uploads"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
# Not in /tmp: what arrives is read by nobody else, and swept up when a kill leaves it behind.
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT if MEDIA_ROOT.is_dir() else None
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
UPLOAD_BYTES = given.number("WEFT_UPLOAD_MB") * 1_000_000

# -- languages --------------------------------------------------------------------------------------------------------
# Django brings no Lao, and the English name of Khmer.
_django_locale.LANG_INFO.setdefault("lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"})
_django_locale.LANG_INFO["km"] = {"bidi": False, "code": "km", "name": "Khmer", "name_local": "ខ្មែរ"}
LANGUAGE_CODE = given.text("WEFT_LANGUAGE")
LANGUAGES = [
    ("en", _("English")),
    ("vi", _("Vietnamese")),
    ("th", _("Thai")),
    ("km", _("Khmer")),
    ("lo", _("Lao")),
    ("my", _("Burmese")),
    ("zh-hans", _("Chinese")),
    ("ko", _("Korean")),
]
LOCALE_PATHS = [DIR / "cache" / "locale"]
FORMAT_MODULE_PATH = ["weftnode.ui.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = given.text("WEFT_TIME_ZONE")

# -- log --------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "weftnode.ui.logs.Json"},
    },
    "filters": {"scrub": {"()": "weftnode.ui.logs.Scrub"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": given.text("WEFT_LOG"), "filters": ["scrub"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "weftnode": {"level": "INFO"},
        "django_tasks": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # SECURE_SSL_REDIRECT: the reverse proxy's business
