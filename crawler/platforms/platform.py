"""What is known of a CMS family: its marks in a page and the shapes of its addresses."""

import re
from dataclasses import dataclass

Evidence = tuple[str, ...]
"""The marks that were found, as they stand in the page."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One CMS family. Patterns are matched case-insensitively."""

    name: str
    marks: tuple[str, ...]
    """Regular expressions over the home page's markup; each that matches is one piece of evidence."""
    header_marks: tuple[tuple[str, str], ...] = ()
    """(header name, regular expression) pairs."""
    article: str = ""
    """Regular expression over an address's path and query: certainly an article."""
    skip: str = ""
    """Regular expression over an address's path and query: certainly no article and no listing."""

    feed: str = ""
    """Path and query under which it ships a feed of all news, declared or not; "" for none."""

    def evidence(self, html: str, headers: dict[str, str]) -> Evidence:
        """Each mark found, shortened to 60 characters."""
        found = [
            match[0][:60] for mark in self.marks if (match := re.search(mark, html, re.IGNORECASE))
        ]
        lower = {name.lower(): value for name, value in headers.items()}
        for name, pattern in self.header_marks:
            if re.search(pattern, lower.get(name, ""), re.IGNORECASE):
                found.append(f"{name}: {lower[name]}"[:60])
        return tuple(found)
