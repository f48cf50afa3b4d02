"""Settings of a duban installation. Everything that an office sets comes from the environment; docs/operations.md lists it."""

import os
import secrets
from pathlib import Path

from duban.config import database, environment, logs, single_sign_on
from duban.config.environment import is_on, one_of, whole, wholes
from duban.people import networks

HOME = Path(os.environ.get("DUBAN_HOME", Path.cwd() / "var")).resolve()

DEBUG = False
TESTING = is_on("DUBAN_TESTING")
if not TESTING:
    environment.refuse_unknown(os.environ)
# One-click login and demonstration data: refused as soon as the installation is declared to be a real one.
PRODUCTION = is_on("DUBAN_PRODUCTION")
DEMO = is_on("DUBAN_DEMO")
if PRODUCTION and DEMO:
    raise RuntimeError("DUBAN_DEMO=1 与 DUBAN_PRODUCTION=1 不能同时设置：正式系统没有一键登录")


def _secret_key() -> str:
    """Return the installation's own key, made on first use and kept beside the database."""
    if os.environ.get("DUBAN_SECRET_KEY"):
        return os.environ["DUBAN_SECRET_KEY"]
    file = HOME / "secret_key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
    return file.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("DUBAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
try:
    # Addresses and networks of the office's own proxies; a proxy on this machine is known without being named.
    PROXIES = networks.networks(os.environ.get("DUBAN_PROXIES", "").split(","))
except ValueError as error:
    raise RuntimeError(f"DUBAN_PROXIES 不是地址或网段：{error}") from None
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DUBAN_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "duban.people",
    "duban.ledger",
    "duban.web",
]

MIDDLEWARE = [
    "duban.web.request_log.note",
    "duban.web.middleware.know_address",
    "duban.web.audit.keep_audit",
    "duban.api.middleware.keep_shape",
    "duban.web.middleware.guard_response",
    "duban.api.middleware.take_bodies",
    "django.middleware.security.SecurityMiddleware",
    "duban.config.static_files.CompressedStaticFiles",
    "django_htmx.middleware.HtmxMiddleware",
    "duban.web.middleware.present_time",
    "duban.web.middleware.readable_form",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duban.web.middleware.acting",
    "duban.web.middleware.RequireLogin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "duban.web.middleware.limit_session",
    "duban.web.middleware.believe_clock",
    "duban.web.middleware.answer_refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "duban.config.urls"
WSGI_APPLICATION = "duban.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "builtins": ["duban.web.templatetags.filled_urls"],
            "loaders": [("duban.web.line_breaks.Kept", ["duban.web.line_breaks.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duban.web.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "duban.web.forms.rendering.Renderer"

DATABASES = {"default": database.settings_of(os.environ, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Officer"
# Who is told by another server who somebody is; each None where it is not set.
OIDC, CAS, LDAP = single_sign_on.oidc(os.environ), single_sign_on.cas(os.environ), single_sign_on.ldap(os.environ)
SIGN_ON_NAMES = single_sign_on.names(os.environ)
SIGN_ON_SECOND_FACTOR = single_sign_on.second_factor(os.environ)
# Passwords kept here are then for administrators alone, for the day on which the other server is away.
SIGN_ON_ONLY = is_on("DUBAN_SIGN_ON_ONLY")
AUTHENTICATION_BACKENDS = [
    "duban.people.lockouts.Gate",
    "duban.web.single_sign_on.directory.DirectoryBackend",
    "django.contrib.auth.backends.ModelBackend",
    "duban.web.entrance.SessionBackend",
]
PASSWORD_HISTORY = whole("DUBAN_PASSWORD_HISTORY", 5, 0, 24)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "duban.people.passwords.NotAlike", "OPTIONS": {"user_attributes": ("username", "full_name")}},
    {
        "NAME": "duban.people.passwords.MinimumLength",
        "OPTIONS": {"min_length": whole("DUBAN_PASSWORD_LENGTH", 10, 8, 64)},
    },
    {
        "NAME": "duban.people.passwords.CharacterClasses",
        "OPTIONS": {"classes": whole("DUBAN_PASSWORD_CLASSES", 3, 1, 4)},
    },
    {"NAME": "duban.people.passwords.NotCommon"},
    {"NAME": "duban.people.passwords.NoFormerPassword", "OPTIONS": {"last": PASSWORD_HISTORY}},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "duban.people.hashers.InitialPasswordHasher",
]
# Days: how long a password of one's own holds, how long it rests before it may be changed again, how long an initial one waits. 0: no bound.
PASSWORD_DAYS = whole("DUBAN_PASSWORD_DAYS", 90, 0, 3650)
PASSWORD_REST_DAYS = whole("DUBAN_PASSWORD_REST_DAYS", 1, 0, 30)
INITIAL_PASSWORD_DAYS = whole("DUBAN_INITIAL_PASSWORD_DAYS", 7, 0, 365)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Five wrong passwords lock an account where they came from, and wherever it never signed in; so many of one client, whatever accounts
# they were for, lock what never signed in there. duban.people.lockouts says the rest.
# Who goes on trying while locked out does not prolong it: the officer's half hour ends all the same.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "duban.people.lockouts.Lockouts"
LOCKOUT_CLIENT_FAILURES = 20
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "duban.web.middleware.client_of"
AXES_USERNAME_CALLABLE = "duban.people.lockouts.counted_name"
AXES_LOCKOUT_CALLABLE = "duban.web.views.accounts.signing_in.locked_out"
AXES_ENABLED = not TESTING or is_on("DUBAN_AXES")
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True

# off; offer; or the roles that must have one, or all.
SECOND_FACTOR = tuple(
    word.strip() for word in os.environ.get("DUBAN_SECOND_FACTOR", "offer").split(",") if word.strip()
) or ("off",)

# What an administrator does to accounts in use: confirmed by a second person, or told at once to whom it concerns.
SECOND_PERSON = one_of("DUBAN_SECOND_PERSON", "confirm", "confirm", "told")

SESSION_ENGINE = "duban.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A session ends after eight hours, or after half an hour without a request.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE = whole("DUBAN_IDLE_MINUTES", 30, 1, 480) * 60
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "duban.web.views.errors.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if is_on("DUBAN_TLS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-duban"
    SECURE_SSL_REDIRECT = True
    # Watchers on the machine itself ask without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^(health|metrics)$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Uploaded files lie here under their SHA-256; nothing is ever served from this folder directly.
FILES_ROOT = Path(os.environ.get("DUBAN_FILES", HOME / "files")).resolve()
# Smaller copies of uploaded pictures, made when a page asks for one; the folder may be deleted at any moment.
PREVIEWS_ROOT = HOME / "previews"
# Styles and scripts as they are sent, compressed; made anew where they are missing.
PACKED_ROOT = HOME / "packed"
UPLOAD_LIMIT = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Years after which `duban retention` offers to erase who wrote an appeal (from the answer on) and what is attached to a matter that
# is done with (from its last line on); 0: never.
RETAIN_SENDERS_YEARS = whole("DUBAN_RETAIN_SENDERS_YEARS", 3, 0, 100)
RETAIN_FILES_YEARS = whole("DUBAN_RETAIN_FILES_YEARS", 10, 0, 100)

# For so many minutes an order or an urging that nobody acted on may be taken back by a click; afterwards it is corrected.
RECALL_MINUTES = whole("DUBAN_RECALL_MINUTES", 30, 0, 24 * 60)

# So many days before a date its unit is reminded; empty: never.
REMIND_DAYS = wholes("DUBAN_REMIND_DAYS", "7,3,1", ",", 0, 365)

# Letters leave by these two ways; a way without an address is not used. Times in seconds.
EMAIL_HOST = os.environ.get("DUBAN_SMTP_HOST", "")
EMAIL_PORT = whole("DUBAN_SMTP_PORT", 25, 1, 65535)
EMAIL_HOST_USER = os.environ.get("DUBAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DUBAN_SMTP_PASSWORD", "")
_SECURITY = one_of("DUBAN_SMTP_SECURITY", "", "", "starttls", "tls")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SECURITY == "starttls", _SECURITY == "tls"
EMAIL_TIMEOUT = CHANNEL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DUBAN_MAIL_FROM", "duban@localhost")
WEBHOOK_URL = os.environ.get("DUBAN_WEBHOOK_URL", "")
WEBHOOK_BODY = os.environ.get("DUBAN_WEBHOOK_BODY", '{"msgtype": "text", "text": {"content": "$subject\\n$text"}}')
# Hosts of private robots (host, or host:port) beside the makers' own; no other may be called, whoever enters it.
CHANNEL_HOSTS = frozenset(filter(None, os.environ.get("DUBAN_CHANNEL_HOSTS", "").replace(" ", "").split(",")))
# Under which address people reach the program: links in letters begin with it.
PUBLIC_URL = (os.environ.get("DUBAN_URL", "") or next(iter(CSRF_TRUSTED_ORIGINS), "")).rstrip("/")
if PUBLIC_URL and not PUBLIC_URL.startswith(("http://", "https://")):
    raise RuntimeError("DUBAN_URL 应写作 https://主机名")
# Digests are written on working days from the first hour until the second.
LETTER_HOURS = tuple(wholes("DUBAN_LETTER_HOURS", "9-17", "-", 0, 24))
if len(LETTER_HOURS) != 2:
    raise RuntimeError("DUBAN_LETTER_HOURS 应写作 9-17")

# Who does the daily run and delivers letters: `duban serve` itself, or something outside (cron), which calls the commands.
SCHEDULER = one_of("DUBAN_SCHEDULER", "serve", "serve", "outside")
# A clock that is further ahead of the last sign of life, in days, is not believed without an administrator's word.
CLOCK_DAYS = whole("DUBAN_CLOCK_DAYS", 7, 1, 3650)

# SHA-256 by default; sm3 where the office must use the national algorithm.
JOURNAL_HASH = one_of("DUBAN_HASH", "sha256", "sha256", "sm3")

# Only for demonstrations and tests: the day that the program takes for today, YYYY-MM-DD.
PRESENT_DAY = os.environ.get("DUBAN_TODAY") if (DEMO or TESTING) else None

# Not for us to say: whether the office's other names are reached by TLS only (W005), and a browser's preload list (W021). The others are what
# DUBAN_TLS sets, which an installation without TLS on a trusted machine does not have.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not is_on("DUBAN_TLS"):
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

# Lines of the audit log go there too: host:port or the path of a socket, and a file that only grows.
AUDIT_SYSLOG = os.environ.get("DUBAN_AUDIT_SYSLOG", "")
AUDIT_FILE = os.environ.get("DUBAN_AUDIT_FILE", "")
if AUDIT_SYSLOG and not AUDIT_SYSLOG.startswith("/") and not AUDIT_SYSLOG.rpartition(":")[2].isdigit():
    raise RuntimeError(f"DUBAN_AUDIT_SYSLOG 应为 主机:端口 或套接字的路径，不能是 {AUDIT_SYSLOG}")
# The daily run adds the heads of all chains there, a line each; outside the machine where that can be.
HEADS_FILE = os.environ.get("DUBAN_HEADS_FILE", "")

LOGGING = logs.settings_of(one_of("DUBAN_LOG", "text", "text", "json"))
# With it a watcher on another machine reads /metrics; on this machine it needs none.
METRICS_TOKEN = os.environ.get("DUBAN_METRICS_TOKEN", "")
