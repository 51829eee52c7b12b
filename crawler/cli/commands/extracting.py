"""`congtin extract`: one page's article, or many as JSON lines, storing nothing."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from crawler.cli.app import Data, DatabaseUrl, app, settings
from crawler.cli.display import note, print_explanation, print_json, say
from pipeline.config import Config
from pipeline.errors import ConfigError, CongtinError, PipelineError
from pipeline.extract import explain as explain_page
from pipeline.extract import extract as extract_page
from pipeline.model import Explanation, Source


@app.command()
def extract(
    page: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|URL…", help="HTML files or addresses.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read lines {id, url, path | html} from stdin.")
    ] = False,
    text: Annotated[bool, typer.Option("--text", help="Print only the text.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print only the sanitised html.")] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say which rule gave each field and what was cut."),
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow private addresses.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (the default).")] = False,
) -> None:
    """Extract the article of a page, without storing it.

    Examples: `congtin extract page.html --text` · `congtin extract page.html --explain` ·
    `congtin extract --jsonl < pages.jsonl`
    """
    config = settings(data, database_url)
    if jsonl:
        _extract_lines(sys.stdin.buffer)
        return
    if not page:
        raise ConfigError("extract: name a FILE or URL, or give --jsonl and lines on stdin.")
    failed = False
    for name, result in _results(page, config, allow_private):
        if isinstance(result, Explanation):
            _print(result, text=text, html=html, explained=explain, as_json=as_json)
        else:
            note(f"congtin: {name}: {result}")
            failed = True
    if failed:
        raise typer.Exit(1)


Result = Explanation | str
"""An article with the reasons for it, or why there is none."""


def _results(pages: list[str], config: Config, allow_private: bool) -> Iterator[tuple[str, Result]]:
    urls = [name for name in pages if "://" in name]
    fetched = _fetch(urls, config, allow_private) if urls else {}
    for name in pages:
        yield name, fetched[name] if name in fetched else _from_file(Path(name))


def _from_file(path: Path) -> Result:
    try:
        return explain_page(path.read_bytes())
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except PipelineError as error:
        return str(error)


def _fetch(urls: list[str], config: Config, allow_private: bool) -> dict[str, Result]:
    from crawler.cli.commands.sources import check_address
    from crawler.fetch import fetch
    from crawler.network.guard import refuse_private
    from crawler.onboarding.discover import bare_source

    sources = {
        url: bare_source(check_address(url), allow_private=allow_private)
        for url in dict.fromkeys(urls)
    }
    for source in sources.values():
        if not allow_private:
            refuse_private(urlsplit(source.url).hostname or "")
    fetches = fetch(config, [(source, [source.url]) for source in sources.values()])
    answers = (one.answers[0] if one.answers else None for one in fetches)
    pairs = zip(sources.items(), answers, strict=True)
    return {url: _read_answer(answer, source) for (url, source), answer in pairs}


def _read_answer(answer: Any, source: Source) -> Result:
    """What a fetched page holds, or why there is no article in it."""
    from crawler.fetch import Refusal
    from crawler.network.outcomes import name_status, next_step

    if answer is None or isinstance(answer, Refusal):
        reason = answer.reason if answer else "failed-connection"
        detail = answer.detail if answer else "no answer"
        return f"{reason} ({detail}). {next_step(reason, detail)}".rstrip()
    if answer.status != 200:
        reason, detail = name_status(answer.status, answer.final_url)
        return f"{reason} ({detail}). {next_step(reason, detail)}".rstrip()
    try:
        return explain_page(
            answer.body,
            answer.final_url,
            rules=source.page,
            fetched_at=answer.fetched_at,
            content_type=answer.header("content-type"),
        )
    except PipelineError as error:
        return str(error)


def _print(result: Explanation, *, text: bool, html: bool, explained: bool, as_json: bool) -> None:
    if explained and not as_json:
        print_explanation(result)
    elif explained:
        print_json(result.to_dict())
    elif text:
        say(result.article.text)
    elif html:
        say(result.article.html)
    else:
        print_json(result.article.to_dict())


def _extract_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        if line.strip():
            sys.stdout.write(json.dumps(_extract_line(line), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def _extract_line(line: bytes) -> dict[str, Any]:
    """The answer to one line: {"id", "article"} or {"id", "error"}, whatever the line holds."""
    identity = None
    try:
        asked = json.loads(line)
        identity = asked.get("id")
        page = asked["html"] if "html" in asked else Path(asked["path"]).read_bytes()
        article = extract_page(page, asked.get("url") or "")
    except CongtinError as error:
        return {"id": identity, "error": str(error)}
    except KeyError:
        return {"id": identity, "error": "bad line: neither path nor html is given"}
    except (ValueError, AttributeError, TypeError, OSError, RecursionError) as error:
        return {"id": identity, "error": f"bad line: {type(error).__name__}: {error}"}
    return {"id": identity, "article": article.to_dict()}
