"""Scrapy settings, politeness first. What a user sets is in pipeline.config; this is the machine."""

from pipeline.config import VERSION

BOT_NAME = "congtin"
USER_AGENT = f"Congtin/{VERSION}"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Politeness: one request at a time and host, at the host's pace (patience.py), robots.txt obeyed (wishes.py).
CONCURRENT_REQUESTS = 1  # a crawler has one host; the limit by domain alone let four through
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = (
    1.0  # seconds of rest after each answer; kept by patience.py, Scrapy's own never longer
)
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_ITEMS = 1  # items are stored as they come; Scrapy makes that many tasks for every answer
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads our source anew for every answer
CONGTIN_PATIENCE = 300.0
CONGTIN_BUDGET = 0
CONGTIN_BUDGET_HOURS = 0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}
# No cookies: NukeViet's theme switch would turn every later page mobile by cookie.
COOKIES_ENABLED = False

# Bounds: crawled bytes are hostile.
DOWNLOAD_TIMEOUT = 45
DOWNLOAD_MAXSIZE = 16 << 20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 6
# First come, first asked: newest articles first, and endless pages behind what was found before them.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
HTTPERROR_ALLOW_ALL = True  # every status has its name, see outcomes.name_status
URLLENGTH_LIMIT = 2000
DEPTH_LIMIT = 0
# Passing failures are tried again; 429 and 503 have their own patience (patience.Patience).
RETRY_TIMES = 2
# A time-out is not tried again in the same run: a dripping server would hold it up for minutes each.
RETRY_EXCEPTIONS = [
    "twisted.internet.error.DNSLookupError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
    "twisted.web.client.ResponseFailed",
    "builtins.OSError",
]
METAREFRESH_MAXDELAY = 10
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# Every connection goes through the guard; what could read files or speak without it is off.
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.connections.GuardedHandler",
    "https": "crawler.network.connections.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
HTTPPROXY_ENABLED = False  # a proxy would resolve the names, out of the guard's sight

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.StayHome": 50,
    "crawler.middlewares.SkipCopies": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.manners.wishes.RobotsRules": 100,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.FollowOnce": 600,
    "crawler.middlewares.KeepSession": 602,
    "crawler.middlewares.KeepAnswers": 605,
    "crawler.manners.patience.Patience": 990,
}
ITEM_PIPELINES = {"crawler.pipelines.IngestPipeline": 300}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": None,
    "crawler.extensions.RunReporter": 500,
}
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "ERROR"
LOG_ENABLED = True
STATS_DUMP = False
