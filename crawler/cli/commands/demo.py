"""`congtin demo`: the whole line on the sample portals."""

from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, app, settings, store_of
from crawler.cli.commands.crawling import print_runs
from crawler.cli.commands.publishing import Port
from crawler.cli.display import Progress, note, print_table
from crawler.demo import PortalResult, run_demo


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End after publishing.")] = False,
    port: Port = None,
    farm_port: Annotated[int, typer.Option(help="First port of the sample portals.")] = 8101,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Crawl six sample portals into DIR, publish their feeds, and serve pages and feeds until Ctrl-C.

    With --once, exit code 0 says that every portal gave every article.
    """
    from pipeline.publish.web import serve

    config = settings(data, database_url, port=port)
    with store_of(config) as store, Progress() as progress:
        result = run_demo(config, store, base_port=farm_port, observer=progress)
    print_runs(result.runs, as_json=False)
    print_table(
        ("portal", "address", "articles", "of", "missing", "not news"),
        [
            (p.id, p.url, p.found, p.expected, len(p.missing), len(p.unwanted))
            for p in result.portals
        ],
    )
    typer.echo(
        f"{result.articles} articles in {config.data}, {result.feeds} feed files in {config.feeds}"
    )
    for portal in result.portals:
        for url in (*portal.missing[:5], *portal.unwanted[:5]):
            note(
                f"congtin: {portal.id}: {'missing' if url in portal.missing else 'not news'}: {url}"
            )
    if once:
        raise typer.Exit(0 if result.complete else 1)
    base = f"http://{config.host}:{config.port}"
    typer.echo(
        f"Pages   {base}/\nSearch  {base}/search?q=nong+thon+moi\nFeeds   {base}/feeds/all.rss  {base}/feeds/all.atom"
    )
    typer.echo(f"API     {base}/docs\nCtrl-C ends.")
    serve(config)


def portal_row(portal: PortalResult) -> tuple[object, ...]:
    """What a portal gave against what it has."""
    counts = (portal.found, portal.expected, len(portal.missing), len(portal.unwanted))
    return (portal.id, portal.url, *counts)
