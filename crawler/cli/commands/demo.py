"""`congtin demo`: the whole line on the sample portals."""

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, app, settings, store_of
from crawler.cli.commands.publishing import Port
from crawler.cli.commands.runs import print_runs
from crawler.cli.display import note, print_table
from crawler.cli.progress import Progress
from pipeline.config import Config

if TYPE_CHECKING:
    from crawler.demo import DemoResult


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End after publishing.")] = False,
    port: Port = None,
    farm_port: Annotated[int, typer.Option(help="First port of the sample portals.")] = 8101,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Crawl six sample portals into DIR, publish their feeds, and serve pages and feeds until Ctrl-C.

    With --once, exit code 0 says that every portal gave every article. Example: `congtin demo --once`
    """
    from crawler.demo import run_demo
    from crawler.farm import Farm
    from crawler.service import refuse_taken_port
    from pipeline.publish.web import serve

    config = settings(data, database_url, port=port)
    if not once:
        refuse_taken_port(config)
    with Farm(base_port=farm_port) as farm:
        with store_of(config) as store, Progress() as progress:
            result = run_demo(config, store, farm, observer=progress)
        _print_result(result, config)
        if once:
            raise typer.Exit(0 if result.complete else 1)
        base = config.base_url
        typer.echo(f"Pages   {base}/\nSearch  {base}/search?q=nong+thon+moi")
        typer.echo(f"Feeds   {base}/feeds/all.rss  {base}/feeds/all.atom\nAPI     {base}/docs")
        note("Ctrl-C ends.")
        serve(config)


def _print_result(result: "DemoResult", config: Config) -> None:
    print_runs(result.runs, as_json=False)
    rows = [
        (
            portal.id,
            portal.url,
            portal.found,
            portal.expected,
            len(portal.missing),
            len(portal.unwanted),
        )
        for portal in result.portals
    ]
    print_table(("portal", "address", "articles", "of", "missing", "not news"), rows)
    for portal in result.portals:
        for url in portal.missing:
            note(f"congtin: {portal.id}: missing: {url}")
        for url in portal.unwanted:
            note(f"congtin: {portal.id}: stored, but not news: {url}")
    typer.echo(
        f"{result.articles} articles in {config.data}, {result.feeds} feed files in {config.feeds}"
    )
