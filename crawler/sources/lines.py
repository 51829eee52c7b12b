"""Where things stand in sources.toml, to say so in an error; pure."""

import re
from pathlib import Path

from pipeline.errors import ConfigError

HEAD = re.compile(r"\s*\[\[\s*source\s*\]\]")


class Places:
    """Where things stand in a file, to say so in an error."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self._lines = text.splitlines()
        self._heads = [n for n, line in enumerate(self._lines) if HEAD.match(line)]

    def entry(self, number: int) -> "Place":
        """The lines of the entry of that number, counted from 0."""
        bounds = [*self._heads, len(self._lines)]
        if number >= len(self._heads):  # written as source = [{…}]
            return Place(self.file, self._lines, 0)
        return Place(self.file, self._lines[: bounds[number + 1]], bounds[number])

    def top(self, key: str, problem: str) -> ConfigError:
        """The error for a key of the file itself."""
        return Place(self.file, self._lines, 0).error(key, problem)


class Place:
    """One entry's lines: those from `start` on."""

    def __init__(self, file: Path, lines: list[str], start: int) -> None:
        self.file = file
        self._lines = lines
        self._start = start

    def error(self, key: str, problem: str) -> ConfigError:
        """The error for a key of this entry: at its line, else at the entry's head."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        patterns = (
            rf"\s*{name}\s*=",
            rf"\s*\[+\s*(source\s*\.\s*)?{name}\s*\]",
            rf".*[{{,]\s*{name}\s*=",
        )
        found = (self._find(pattern) for pattern in patterns)
        line = next((line for line in found if line), self._start + 1)
        return ConfigError(f"{self.file}, line {line}, key {key}: {problem}.")

    def _find(self, pattern: str) -> int:
        behind = enumerate(self._lines[self._start :], self._start + 1)
        return next((number for number, text in behind if re.match(pattern, text)), 0)
