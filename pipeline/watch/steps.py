"""What to do about each symptom: one line, with the command where there is one. Pure."""

import re
from shlex import quote

from pipeline.model import Source
from pipeline.watch.history import History

LOOK = "Look at an article as it is read now: congtin extract {url} --explain."
RULES = (
    " Where a field stands elsewhere now, name its place under page in its entry in sources.toml."
)
AGAIN = " What was stored meanwhile is read again from the archive: congtin reprocess {id}."
SECTIONS = (
    "Open {home} in a browser. Where it was built anew, give the addresses of its news sections in its entry"
    " in sources.toml; where a notice or an error stands there, see what it says."
)
STEPS = {
    "no-articles": SECTIONS,
    "empty-listing": SECTIONS,
    "read-as-listings": "Open what {home} lists in a browser. Where those pages hold a text, name its place"
    " under page in its entry in sources.toml; where they hold none, or a script fills them, tell its"
    " operator; where they are sections, give their addresses in that entry.",
    "entries-elsewhere": "Open {home} in a browser, and see where its newest entries lead. Where its news"
    " goes on there: congtin add ADDRESS --succeeds {id}.",
    "misnamed-articles": "Open the newest entries of {home} in a browser. Where they lead to other articles"
    " than they name, tell its operator; where they do not, see how one is read: congtin extract {url}"
    " --explain.",
    "withdrawn-in-mass": "Open one of them in a browser: the portal took them down, or gave them new"
    " addresses.",
    "endless-pages": "See what it asked for: congtin runs {id}. A budget in its entry in sources.toml"
    " bounds what a run costs.",
    "no-new-articles": "Open {home} in a browser: is there news that was not found? If there is none, nothing"
    " is to be done; its operator may know.",
    "captcha": "Open {home} in a browser; ask its operator to let Congtin in.",
    "login-wall": "Only public pages can be read. Ask its operator whether the news is to stay public.",
    "empty-pages": "Open {home} in a browser: where only JavaScript fills its pages, give its feed or"
    " sitemap in its entry in sources.toml; where they are empty there, too, tell its operator.",
    "script-shell": "Only JavaScript fills its pages. Give its feed or sitemap in its entry in sources.toml.",
    **dict.fromkeys(
        ("server-errors", "error-pages", "out-of-order", "timeout", "reset", "refused"),
        "The portal itself is out of order. It is tried again by itself; tell its operator.",
    ),
    "not-found": "Open {home} in a browser: the portal took its pages down, or gave them new addresses.",
    "doubled-articles": "The portal gave its articles new addresses, so it seems. " + LOOK,
}
"""By symptom; all others are of the articles themselves."""


NAMED = re.compile(r"; it names (\S+)")
"""In what is told of a portal that says that it is over: what it leads to."""


def succeed(source_id: str, url: str, *, private: bool = False) -> str:
    """The command that adds a portal's new address. The portal chose it: quoted, no shell runs any of it."""
    return f"congtin add {quote(url)} --succeeds {source_id}{' --allow-private' if private else ''}"


def go_on(source: Source, said: str) -> str:
    """What to do where a portal says that it is over."""
    named = NAMED.search(said)
    new = named[1] if named else "ADDRESS"
    command = succeed(source.id, new, private=source.allow_private)
    return f"Where its news goes on there: {command}. Until then it is followed as before."


def reuse(source: Source) -> str:
    """What to do where another unit's name stands above a source's portal."""
    private = " --allow-private" if source.allow_private else ""
    return (
        f"If another unit took over the host: congtin add {quote(source.url)} --reuses {source.id}{private}."
        " If the portal goes on under it: write its code as unit in its entry in sources.toml."
    )


def step_of(symptom: str, history: History) -> str:
    """What to do about it."""
    source = history.source
    url = history.recent[0].url if history.recent else history.latest or source.url
    step = STEPS.get(symptom, LOOK + RULES + AGAIN)
    return step.format(id=quote(source.id), home=quote(source.url), url=quote(url))
