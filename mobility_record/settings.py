"""Django settings of the record. Everything comes from the environment; the defaults are those of production.

`mobility_record.checks` refuses to start with a secret, pepper or master key that is missing or a default.
"""

import base64
from pathlib import Path

from mobility_record import environment as env
from mobility_record import logs

_HERE = Path(__file__).resolve().parent

#: Signs sessions and forms. At least 50 random characters.
SECRET_KEY = env.text("SECRET_KEY", "insecure-default-secret-key")
#: Keys the digests of claim codes and e-mail addresses. At least 32 random characters; changing it voids all codes.
MOBILITY_PEPPER = env.text("PEPPER", "insecure-default-pepper")
#: Wraps each person's own key: 32 random bytes in base64. Without it nothing personal can be read.
try:
    MOBILITY_MASTER_KEY = base64.b64decode(env.text("MASTER_KEY", ""), validate=True)
except ValueError as error:
    raise env.SettingsError("MOBILITY_RECORD_MASTER_KEY must be base64") from error
#: The address people open, such as https://record.example: links on printed cards begin with it.
MOBILITY_ORIGIN = env.origin("ORIGIN", "http://127.0.0.1:8400")
#: How many proxies of yours stand in front and append to X-Forwarded-For; 0 takes the connection's address.
MOBILITY_PROXIES = env.number("PROXIES", 0)
#: Over HTTPS (the default) cookies are secure and HSTS is sent.
MOBILITY_HTTPS = env.flag("HTTPS", True)

DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = env.words("HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [MOBILITY_ORIGIN] if MOBILITY_HTTPS else []
DATABASES = {"default": env.database("DATABASE", "sqlite:///record.sqlite3")}

ROOT_URLCONF = "mobility_record.urls"
WSGI_APPLICATION = "mobility_record.wsgi.application"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["mobility_record.people.signin.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "sign-in"

INSTALLED_APPS = [
    "mobility_record.people.apps.PeopleConfig",
    "mobility_record.stays.apps.StaysConfig",
    "mobility_record.results.apps.ResultsConfig",
    "mobility_record.lti.apps.LtiConfig",
    "mobility_record.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "mobility_record.web.access.AccessLog",
    "mobility_record.web.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "mobility_record.web.headers.PageHeaders",
    "mobility_record.web.machines.Machines",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "mobility_record.web.viewer.context",
            ],
        },
    }
]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "en"
LANGUAGES = [(code, code) for code in env.languages("LANGUAGES", "en")]
LOCALE_PATHS = [_HERE / "locale"]
TIME_ZONE = env.zone("TIME_ZONE", "UTC")
USE_TZ = True

SESSION_COOKIE_NAME = "__Host-record" if MOBILITY_HTTPS else "record"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MOBILITY_HTTPS
CSRF_COOKIE_NAME = "__Host-form" if MOBILITY_HTTPS else "form"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = MOBILITY_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MOBILITY_HTTPS and MOBILITY_PROXIES else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if MOBILITY_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = MOBILITY_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
#: No page takes files, so none is ever written to disk.
FILE_UPLOAD_HANDLERS: list[str] = []
CSRF_FAILURE_VIEW = "mobility_record.web.problems.form_expired"

#: `json`: one object a line on stderr; `lines`: readable; `auto` (the default): readable on a terminal, else JSON.
LOG_FORM = logs.form_for(env.choice("LOG", ("auto", "json", "lines")))
#: INFO has a line for every answer (the access log); WARNING only what is wrong.
LOGGING = logs.configuration(LOG_FORM, env.choice("LOG_LEVEL", logs.LEVELS, "INFO"))
