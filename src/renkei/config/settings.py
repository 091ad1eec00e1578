"""Settings, all by environment; docs/handbook/run.md lists the variables."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from renkei.config import environment
from renkei.config.entrance import *  # noqa: F403 - all of them are settings
from renkei.config.logs import chosen_form, logging_settings
from renkei.config.postgres import database_settings

PROJECT = Path(__file__).resolve().parents[3]
HOME = PROJECT / environment.text("RENKEI_HOME")
PRODUCTION = environment.text("RENKEI_ENV") == "production"
DEMO = environment.flag("RENKEI_DEMO")
DEBUG = False
DEVELOPMENT_KEY = "only-for-development-and-demonstration-never-for-production-0123456789"
DEVELOPMENT_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECRET_KEY = environment.text("RENKEI_SECRET_KEY") or ("" if PRODUCTION else DEVELOPMENT_KEY)
ALLOWED_HOSTS = environment.words("RENKEI_HOSTS") or ([] if PRODUCTION else DEVELOPMENT_HOSTS)
if PRODUCTION and DEMO:
    raise ImproperlyConfigured(
        "本番環境（RENKEI_ENV=production）では RENKEI_DEMO=1 を使えません / "
        "RENKEI_DEMO=1 is refused where RENKEI_ENV=production"
    )
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured(
        "本番環境では RENKEI_SECRET_KEY が必要です / RENKEI_SECRET_KEY is needed in production"
    )
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("本番環境では RENKEI_HOSTS が必要です / RENKEI_HOSTS is needed in production")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_linear_migrations",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "procrastinate.contrib.django",
    "renkei.core",
    "renkei.directory",
    "renkei.privacy",
    "renkei.inquiries",
    "renkei.indicators",
    "renkei.rounds",
    "renkei.agreements",
    "renkei.governance",
    "renkei.budgets",
    "renkei.matching",
    "renkei.research",
    "renkei.catalogue",
    "renkei.events",
    "renkei.programmes",
    "renkei.ventures",
    "renkei.news",
    "renkei.reports",
    "renkei.portal",
    "renkei.desk",
]
if PRODUCTION or find_spec("django_linear_migrations") is None:  # a tool of development
    INSTALLED_APPS.remove("django_linear_migrations")
FIRST_PARTY_APPS = [app for app in INSTALLED_APPS if app.startswith("renkei.")]

MIDDLEWARE = [
    "renkei.core.ui.middleware.UnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "renkei.config.logs.RequestLogMiddleware",
    "renkei.portal.keeping.KeepingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "renkei.core.ui.middleware.PrivateMiddleware",
    "renkei.portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "renkei.core.ui.middleware.NoNullsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "renkei.directory.middleware.ActorMiddleware",
    "renkei.core.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

SCREENS = Path(__file__).resolve().parents[1] / "core" / "ui"
ROOT_URLCONF = "renkei.config.urls"
WSGI_APPLICATION = "renkei.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SCREENS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"renkei": "renkei.core.ui.templatetags.renkei"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "renkei.portal.context.page",
            ],
        },
    },
]

_database = database_settings(HOME, environment.text("DATABASE_URL"))
_database["OPTIONS"] = {"client_encoding": "UTF8", **_database["OPTIONS"]}
DATABASES = {"default": {**_database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# Sessions end after a time without use, and at the latest after a working day (ASVS 7.3.1, 7.3.2).
SESSION_COOKIE_AGE = environment.number("RENKEI_IDLE_MINUTES") * 60
SESSION_LASTS = dt.timedelta(hours=environment.number("RENKEI_SESSION_HOURS"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What all web processes must know of each other: attempts to sign in, codes that have been used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "short_memory",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
OPEN_DATA_FOLDER = HOME / "open-data"  # of the package of all tables, made again where it is missing
KEPT_PAGES_BYTES = environment.number("RENKEI_KEPT_PAGES_MB") * 1024 * 1024
# Without a mail server, mails are files: a demonstration and a network cut off still show what would be sent.
EMAIL_HOST = environment.text("RENKEI_MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_PORT = environment.number("RENKEI_MAIL_PORT")
EMAIL_HOST_USER = environment.text("RENKEI_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("RENKEI_MAIL_PASSWORD")
EMAIL_USE_TLS = EMAIL_PORT == 587  # noqa: PLR2004 - submission with STARTTLS, RFC 6409
EMAIL_USE_SSL = EMAIL_PORT == 465  # noqa: PLR2004 - submission over TLS, RFC 8314
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("RENKEI_MAIL_FROM")
# The address in mails: they are written by a worker, which no request tells where the site is.
SITE_URL = environment.address("RENKEI_SITE_URL") or (
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://127.0.0.1:{environment.number('PORT')}"
)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # nothing is discovered: each context imports its tasks itself

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
USE_THOUSAND_SEPARATOR = False


STATIC_URL = "/static/"
STATICFILES_DIRS = [SCREENS / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "renkei.config.statics.CollectedStatics"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
UPLOAD_LIMIT_BYTES = environment.number("RENKEI_UPLOAD_LIMIT_MB") * 1024 * 1024

PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = pgtrigger.Statement  # one history statement for a bulk write

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if DEMO:  # two demonstrations on one machine have one name: browsers tell cookies apart by name, not by port
    SESSION_COOKIE_NAME = f"sessionid-{environment.number('PORT')}"
    CSRF_COOKIE_NAME = f"csrftoken-{environment.number('PORT')}"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.flag("RENKEI_BEHIND_TLS")
    if SECURE_SSL_REDIRECT:  # without a proxy that sets it, anybody could send this header
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a watcher on this machine asks without the proxy
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = logging_settings(chosen_form())
