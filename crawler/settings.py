"""Scrapy settings, politeness first. What a user sets is in pipeline.config; this is the machine."""

from pipeline.config import VERSION

BOT_NAME = "congtin"
USER_AGENT = f"Congtin/{VERSION}"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Politeness: one request at a time and host, robots.txt obeyed, the delay follows the host's answers.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1  # a crawler has one host; the limit by domain alone let four through
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.25
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
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
HTTPERROR_ALLOW_ALL = True  # every status has its name, see outcomes.name_status
URLLENGTH_LIMIT = 2000
DEPTH_LIMIT = 0
# Passing failures are tried again; 429 and 503 have their own patience (middlewares.Patience).
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.StayHome": 50,
    "crawler.middlewares.Patience": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.FollowOnce": 600,
    "crawler.middlewares.KeepAnswers": 605,
}
ITEM_PIPELINES = {"crawler.pipelines.IngestPipeline": 300}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": None,
    "crawler.extensions.RunReporter": 500,
    "crawler.extensions.RobotsWishes": 510,
}
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "ERROR"
LOG_ENABLED = True
STATS_DUMP = False
