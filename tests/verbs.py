"""Whether words are a command of ours: a real verb, with options that it has and values that they take."""

from typing import Any

import typer.main

from crawler.cli import app


class NoVerb(Exception):
    """Words that are no command of ours, and why."""


def parsed(words: list[str]) -> Any:
    """The verb's own context. Raises NoVerb."""
    command: Any = typer.main.get_command(app)
    rest, context, named = list(words), None, "congtin"
    while hasattr(command, "commands"):
        options = [word for word in rest if not word.startswith("-")]
        if not options or rest[0] != options[0]:
            break  # the options of a group that is a verb by itself
        named, *rest = rest
        if named not in command.commands:
            raise NoVerb(f"{' '.join(words)}: {named} is no verb")
        command = command.commands[named]
    if hasattr(command, "commands") and not getattr(command, "invoke_without_command", False):
        raise NoVerb(f"{' '.join(words)}: names no verb")
    try:
        context = command.make_context(named, rest)
    except Exception as error:
        raise NoVerb(f"{' '.join(words)}: {error}") from error
    return context
