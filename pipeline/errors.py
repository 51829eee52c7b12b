"""Every expected failure, as a class: a page that is no article, a store that cannot open."""

CRASHED = 70
"""The exit code of a program that ends in a mistake of its own (sysexits.h: EX_SOFTWARE)."""
ALL_BUSY = 75
"""That of a worker's crawl whose host another process is at (EX_TEMPFAIL); for people that is code 1."""

INTERRUPTED = 130
"""That of a program that ended because it was asked to (Ctrl-C, SIGTERM), as shells have it."""


class CongtinError(Exception):
    """An expected failure whose message says what was wrong, where, and what to do."""

    exit_code = 1


class ConfigError(CongtinError):
    """A setting, a flag or a line of `sources.toml` is wrong (exit code 2)."""

    exit_code = 2


class StoreError(CongtinError):
    """The database cannot be opened, is locked, full or newer than this program (exit code 4)."""

    exit_code = 4


class ArchiveError(CongtinError):
    """A WARC file cannot be read or written (exit code 5)."""

    exit_code = 5


class PublishError(CongtinError):
    """A feed file cannot be written: disk full, no permission (exit code 6)."""

    exit_code = 6


class PipelineError(CongtinError):
    """A page that gives no article. Counted by `reason`, never stored as an article."""

    reason = "failed"

    def __init__(self, detail: str = "", *, url: str = "", source_id: str = "") -> None:
        self.detail = detail
        self.url = url
        self.source_id = source_id
        super().__init__(": ".join(part for part in (self.reason, detail) if part))


class NotAnArticle(PipelineError):
    """The page is readable but is something other than one article."""

    reason = "not-an-article"


class ListingPage(NotAnArticle):
    """A section front, home, tag, author, date or topic page: many articles' teasers."""

    reason = "listing"


class LoginPage(NotAnArticle):
    """A login or registration form."""

    reason = "login"


class SearchPage(NotAnArticle):
    """A search form or its results."""

    reason = "search"


class PollPage(NotAnArticle):
    """A poll or its results."""

    reason = "poll"


class MembersOnly(NotAnArticle):
    """An article behind a login or a password: the text is not public."""

    reason = "members-only"


class ErrorPage(NotAnArticle):
    """A "not found" or server-error page, whatever its status code says (soft 404)."""

    reason = "error-page"


class ChallengePage(NotAnArticle):
    """A captcha or firewall page in place of the content."""

    reason = "challenge"


class MaintenancePage(NotAnArticle):
    """A maintenance, suspended or parked-domain notice."""

    reason = "maintenance"


class StaticPage(NotAnArticle):
    """A standing page without a publication date: about, contact, FAQ, terms, organisation."""

    reason = "static"


class CopyPage(NotAnArticle):
    """A copy of an article made for printing, saving or mailing; the article has its own address."""

    reason = "copy"


class ContinuationPage(NotAnArticle):
    """The second or a later page of an article that starts at another address, which is the detail."""

    reason = "continuation"


class DocumentPage(NotAnArticle):
    """A legal document or draft (số ký hiệu, trích yếu) where only news is wanted."""

    reason = "document"


class EmptyPage(NotAnArticle):
    """Nothing readable: an empty body or a shell that only JavaScript fills."""

    reason = "empty"


class NotHtml(PipelineError):
    """The body is no HTML: an image, a PDF, an office file."""

    reason = "not-html"


class TooLarge(PipelineError):
    """The page is beyond the bounds that are parsed (bytes, nodes or depth)."""

    reason = "too-large"
