"""Every setting, in reading order. Values come from the environment (`env.py`); none is needed to try Inkstead."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from inkstead import env
from inkstead.stores.files import Bucket, file_storage
from inkstead.web.policy import add_static_headers

# Where things are -----------------------------------------------------------------------------------------------------
PACKAGE = Path(__file__).resolve().parent
DATA = Path(env.text("DATA", "./data")).resolve()
FILES = DATA / "files"
STAMPS_PATH = DATA / "run" / "stamps"
TESTING = "pytest" in sys.modules
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.kept_secret("SECRET_KEY", DATA / "secret-key")
# Signs the archives that writers take away. Another one than SECRET_KEY: its public half is told to everybody.
SIGNING_KEY = env.kept_secret("SIGNING_KEY", DATA / "signing-key")

# How the site is reached ----------------------------------------------------------------------------------------------
SITE_NAME = env.text("SITE_NAME", "Inkstead")
SITE_TAGLINE = env.text("SITE_TAGLINE", "A place where stories live.")
BASE_URL = env.site_url("BASE_URL", "http://127.0.0.1:8000")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
# Networks out of which many readers come under few addresses, such as a school: there rankings count each reader.
SHARED_NETWORKS = env.networks("SHARED_NETWORKS")
SECURE = BASE_URL.startswith("https://")
_host = urlsplit(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = sorted(
    {_host, *env.words("ALLOWED_HOSTS")} | ({"127.0.0.1", "localhost", "[::1]"} if not SECURE else set())
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "inkstead.urls"
WSGI_APPLICATION = "inkstead.wsgi.application"
APPEND_SLASH = True
WEB_PROCESSES = env.number("WEB_PROCESSES", 1, least=1)
WEB_THREADS = env.number("WEB_THREADS", 8, least=1)
GUEST_COMMENTS = env.flag("GUEST_COMMENTS", default=True)
# Leading zero bits that a guest's browser looks for before its comment is taken (see discussion/guests/proofs.py).
PROOF_BITS = env.number("PROOF_BITS", 17, least=1)
# Whether programs that collect texts to train on are let in. Where they are, each story's authors still decide.
AI_CRAWLERS = env.flag("AI_CRAWLERS")
# A WebSub hub that tells feed readers at once when a feed has something new.
WEBSUB_HUB = env.address("WEBSUB_HUB")
# What setting a PDF may take: about 2.7 kB a word, so a novel of 370,000 words.
PDF_MEMORY_BYTES = env.number("PDF_MEMORY_MB", 1024, least=64) * 1024 * 1024
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_MB", 64) * 1024 * 1024

# The apps, from the ground up -----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "inkstead.background",
    "inkstead.events",
    "inkstead.web",
    "inkstead.accounts",
    "inkstead.stories",
    "inkstead.library",
    "inkstead.tagkeeping",
    "inkstead.discussion",
    "inkstead.perspectives",
    "inkstead.serial",
    "inkstead.collaboration",
    "inkstead.writing",
    "inkstead.exchange",
    "inkstead.reading",
    "inkstead.discovery",
    "inkstead.rankings",
    "inkstead.recommendations",
    "inkstead.catalogues",
    "inkstead.readership",
    "inkstead.notifications",
    "inkstead.departures",
    "inkstead.moderation",
    "inkstead.api",
    "inkstead.operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "inkstead.web.middleware.real_address",
    "django.middleware.security.SecurityMiddleware",
    "inkstead.web.middleware.security_headers",
    "inkstead.api.middleware.direct",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inkstead.accounts.middleware.visitor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "inkstead.accounts.middleware.suspended",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "inkstead.web.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inkstead.web.context.site",
            ],
        },
    }
]

# Stores ---------------------------------------------------------------------------------------------------------------
VALKEY_URL = env.text("VALKEY_URL")
DATABASE_URL = env.text("DATABASE_URL") or f"sqlite:///{DATA / 'inkstead.sqlite3'}"
_database: dict[str, Any] = env.database("DATABASE_URL", DATABASE_URL)
if _database["ENGINE"].endswith("sqlite3"):
    _database |= {
        "ENGINE": "inkstead.stores.sqlite",
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(DATA / "test.sqlite3")},
    }
else:
    _database |= {"OPTIONS": {"pool": {"min_size": 1, "max_size": 2 * WEB_THREADS}} if not TESTING else {}}
DATABASES = {"default": _database}
# On SQLite one writer at a time makes a second thread wait; PostgreSQL lets jobs run side by side.
WORKER_THREADS = env.number("WORKER_THREADS", 1 if _database["ENGINE"] == "inkstead.stores.sqlite" else 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    # Shared by every process, because sign-in limits live here.
    "default": {"BACKEND": "inkstead.accounts.limits.SharedCache", "LOCATION": VALKEY_URL}
    if VALKEY_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Of the usual 300 a guesser could push the limits out by asking for many addresses.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
TASKS = {"default": {"BACKEND": "inkstead.background.backend.DatabaseBackend", "QUEUES": []}}
STORAGES = {
    "default": file_storage(
        FILES,
        Bucket(
            name=env.text("S3_BUCKET"),
            endpoint=env.text("S3_ENDPOINT"),
            region=env.text("S3_REGION"),
            access_key=env.text("S3_ACCESS_KEY"),
            secret_key=env.text("S3_SECRET_KEY"),
            prefix=env.text("S3_PREFIX"),
        ),
    ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package itself
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_static_headers
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/.+-[0-9A-Z]{8}\."  # built names hold a hash of their content
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a long story's parts, chosen one by one

# People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "inkstead.accounts.sessions"
SESSION_COOKIE_NAME = "inkstead_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 90 * 24 * 3600
CSRF_COOKIE_NAME = "inkstead_csrf"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "inkstead.web.errors.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "/me/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "inkstead.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "inkstead.accounts.forms.PenNameAtSignup"
ACCOUNT_FORMS = {
    "signup": "inkstead.accounts.signing_up.SignupForm",
    "confirm_email_verification_code": "inkstead.accounts.signing_up.ConfirmAddress",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "inkstead.accounts.emails.address_of"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Never "supports change": only for addresses without an account would it be offered, and so tell which have one.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# A letter is sent to unknown addresses too, so that neither the answer nor its time tells which are known.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_SESSION_REMEMBER = True
# A class or a reading group joins from one address; guessing passwords is limited apart from this.
COMMENTS_PER_MINUTE = env.number("COMMENTS_PER_MINUTE", 20)  # of one person; 0 is no limit
API_WRITES_PER_MINUTE = env.number("API_WRITES_PER_MINUTE", 600)
ACCOUNT_RATE_LIMITS = {"signup": "60/m/ip", "login": "60/m/ip"}
ALLAUTH_USER_CODE_FORMAT = {"numeric": False, "dashed": True, "length": 8}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # clocks of telephones drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

# Mail: into files under the data folder until a server is named -------------------------------------------------------
MAIL_FOLDER = DATA / "mail"
EMAIL_HOST = env.text("MAIL_HOST")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "inkstead.accounts.mail.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(MAIL_FOLDER)
EMAIL_PORT = env.number("MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{SITE_NAME} <no-reply@{_host}>")

# Push: keys follow from a secret that is made once and kept in the data folder ----------------------------------------
PUSH_KEY = env.kept_secret("PUSH_KEY", DATA / "push-key")
# Lets messages go to this machine and without https: only for tests with a push service of one's own.
PUSH_LOCAL = env.flag("PUSH_LOCAL")

# Language and time ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Headers --------------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# A switch for the tests that prove the sanitiser alone is enough.
CSP_ENABLED = env.flag("CSP", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "inkstead": {"level": "INFO"},
        # What strangers ask for wrongly is no news, and must not be able to fill the log.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        "django.security.TooManyFilesSent": {"level": "CRITICAL"},
    },
}
