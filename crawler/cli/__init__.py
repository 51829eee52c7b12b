"""The `congtin` command: data on stdout, progress and errors on stderr, documented exit codes."""

import sys

from crawler.cli.app import app
from crawler.cli.commands import care, crawling, demo, publishing, reading, sources
from pipeline.errors import CongtinError

__all__ = ["app", "care", "crawling", "demo", "main", "publishing", "reading", "sources"]


def main() -> None:
    """Run the command line; a user's mistake is one message and an exit code, never a traceback."""
    try:
        app()
    except CongtinError as error:
        print(f"congtin: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
