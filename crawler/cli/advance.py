"""How far a long piece of work on the database is, on the terminal while it runs."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.cli.display import on_stderr


class Advance:
    """One line that says what is under way and how much of it is done. Quiet when stderr is no terminal."""

    def __init__(self) -> None:
        console = on_stderr()
        self._shown = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._line = self._shown.add_task("", total=None)

    def __enter__(self) -> "Advance":
        self._shown.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.stop()

    def told(self, what: str, done: int, total: int) -> None:
        """So much of that is done; a total of 0: nobody knows how much there is."""
        self._shown.update(self._line, description=what, completed=done, total=total or None)
