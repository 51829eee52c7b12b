"""Pictures and files of an article as enclosures: absolute address and media type."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipeline.model import Article
from pipeline.publish.markup import web_address
from pipeline.publish.uris import uri
from pipeline.publish.xmltext import one_line

UNKNOWN_LENGTH = "0"
"""What RSS, where `length` is obligatory, says of a size that nobody knows (rssboard.org/rss-profile).

No picture and no attachment is ever fetched, so no size is known; Atom and JSON Feed leave it out."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "wmv": "video/x-ms-wmv",
    "flv": "video/x-flv",
}
"""Our own and fixed: `mimetypes` reads the machine's files, so two machines would write two feeds."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture or file that comes with an article."""

    url: str
    type: str
    title: str = ""
    """A picture's caption and credit, the name a file is offered under."""

    @property
    def medium(self) -> Literal["image", "audio", "video", "document"]:
        """Media RSS's word for its kind."""
        kind = self.type.partition("/")[0]
        if kind == "image":
            return "image"
        if kind == "audio":
            return "audio"
        return "video" if kind == "video" else "document"


def enclosures(article: Article) -> tuple[Enclosure, ...]:
    """The pictures, then the attachments, each address once; what is no http(s) address is passed over."""
    found: dict[str, Enclosure] = {}
    for enclosure in (*_pictures(article), *_files(article)):
        found.setdefault(enclosure.url, enclosure)
    return tuple(found.values())


def media_type(url: str, name: str = "", default: str = "application/octet-stream") -> str:
    """By the ending of the address's path, of the offered name, or of a value in its query.

    The last for addresses such as "DownloadFile.aspx?file=ke-hoach.pdf".
    """
    parts = urlsplit(url)
    for text in (parts.path, name, *(pair.partition("=")[2] for pair in parts.query.split("&"))):
        ending = PurePosixPath(unquote(text)).suffix[1:].strip().lower()
        if ending in TYPES:
            return TYPES[ending]
    return default


def _pictures(article: Article) -> Iterator[Enclosure]:
    for image in article.images:
        if address := uri(web_address(image.url)):
            kind = media_type(address, default="image/jpeg")
            words = one_line(" ".join(part for part in (image.caption, image.credit) if part))
            yield Enclosure(address, kind, words)


def _files(article: Article) -> Iterator[Enclosure]:
    for file in article.attachments:
        if address := uri(web_address(file.url)):
            name = one_line(file.name)
            yield Enclosure(address, media_type(address, name), name)
