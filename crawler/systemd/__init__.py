"""The systemd units that come with Congtin: the service, and timers for those who run the verbs alone."""

from importlib.resources import files

PROGRAM = "/usr/local/bin/congtin"
"""What the units start as they are shipped."""


def units(program: str = PROGRAM) -> dict[str, str]:
    """Each unit's file name and text, starting the program of that path."""
    folder = files(__name__)
    found = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith((".service", ".timer"))
    }
    return {name: text.replace(PROGRAM, program) for name, text in sorted(found.items())}
