"""Verbs that give to readers: publish, serve."""

import shlex
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of
from crawler.cli.display import note, print_json
from crawler.sources import load_sources
from crawler.systemd.notify import Systemd, watched
from pipeline.config import Config
from pipeline.publish.publishing.state import published_for

Host = Annotated[str | None, typer.Option(help="Address to serve on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to serve on.", show_default="8000")]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Where readers reach it; printed in feeds."),
]


@app.command()
def publish(
    base_url: BaseUrl = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Make every document again, and archive pages that miss.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Write the feeds of what is stored under DIR/feeds, only where something changed, and tell the hub.

    Example: `congtin publish --base-url https://tin.example.org`
    """
    from crawler.websub import ping
    from pipeline.publish.publishing.files import publish as publish_files

    config = settings(data, database_url, base_url=base_url)
    with store_of(config) as store:
        store.put_sources(load_sources(config.sources_file).values())
        done = publish_files(store, config, anew=anew)
    told, problem = ping(config)
    if as_json:
        print_json(asdict(done) | {"pinged": told, "hub_problem": problem})
    else:
        typer.echo(
            f"{len(done.written)} feed files written, {len(done.unchanged)} unchanged: {config.feeds}"
        )
    for key, reason in done.skipped:
        note(f"congtin: entry {key} left out of the feeds: {reason}")
    if problem:
        note(f"congtin: the hub {config.hub} was not told: {problem}; it is tried again next time.")


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    base_url: BaseUrl = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Serve pages, feeds and the API until Ctrl-C.

    Example: `congtin serve --port 8080`
    """
    from crawler.planning.rota import Overdue
    from pipeline.publish.delivery.serving import Told
    from pipeline.publish.web import serve as serve_web

    config = settings(data, database_url, host=host, port=port, base_url=base_url)
    store_of(config).close()
    if before := published_elsewhere(config):
        again = shlex.join(
            ("congtin", "publish", "--base-url", config.base_url, "--data", str(config.data))
        )
        note(
            f"congtin: the feeds were published for {before}, and links in them lead there. For "
            f"{config.base_url} run: {again}. Where {before} is right: serve with --base-url {before}."
        )
    systemd = Systemd.of()

    def answering() -> None:
        systemd.ready()
        note(f"Serving {config.data} at http://{config.host}:{config.port}/ until Ctrl-C.")

    with watched(systemd) as beat:
        told = Told(answering, partial(beat, "web"), systemd.stopping)
        serve_web(config, told, Overdue())


def published_elsewhere(config: Config) -> str:
    """The base address that the feed files name, where it is another than the one in force; else ""."""
    before = published_for(config.feeds)
    return before if before.rstrip("/") != config.base_url.rstrip("/") else ""
