"""Views that read well in sqlite3, psql and Datasette: the same names, columns and rows on both databases.

Made anew after every migration (`schema`), so that no migration has to know of them: a table that a view
reads may be changed freely. Times are Vietnam's, as text ("2025-07-01 08:30"; "2025-07-01" where only the
day is known), truth is 0 or 1, and `timeline` is the order of time, with an index behind it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from pipeline.geography.unit import SINCE
from pipeline.store.database.descriptions import descriptions
from pipeline.store.timeline import MERGED


@dataclass(frozen=True)
class _Dialect:
    """How a database says what the two say differently; {} is what it is said of."""

    minute: str
    day: str
    length: str
    each: str
    place: str
    field: str
    value: str
    total: str
    truth: str
    seconds: str

    def time(self, moment: str) -> str:
        return self.minute.format(moment)

    def published(self) -> str:
        day, minute = self.day.format("a.published_at"), self.minute.format("a.published_at")
        return f"CASE a.published_precision WHEN 'day' THEN {day} ELSE {minute} END"

    def duration(self) -> str:
        return f"{self.seconds.format('r.finished_at')} - {self.seconds.format('r.started_at')}"


_SQLITE = _Dialect(
    minute="strftime('%Y-%m-%d %H:%M', {}, '+7 hours')",
    day="strftime('%Y-%m-%d', {}, '+7 hours')",
    length="json_array_length({})",
    each="json_each({}) e",
    place="e.key + 1",
    field="json_extract(e.value, '$.{}')",
    value="e.value",
    total="(SELECT coalesce(sum(e.value), 0) FROM json_each({}) e)",
    truth="{}",
    seconds="CAST(strftime('%s', {}) AS INTEGER)",
)
_POSTGRESQL = _Dialect(
    minute="to_char({} AT TIME ZONE INTERVAL '+07:00', 'YYYY-MM-DD HH24:MI')",
    day="to_char({} AT TIME ZONE INTERVAL '+07:00', 'YYYY-MM-DD')",
    length="jsonb_array_length({})",
    each="jsonb_array_elements({}) WITH ORDINALITY e(value, place)",
    place="e.place",
    field="e.value ->> '{}'",
    value="e.value #>> ARRAY[]::text[]",
    total="(SELECT coalesce(sum(e.value::bigint), 0)::bigint FROM jsonb_each_text({}) e)",
    truth="CAST({} AS integer)",
    seconds="CAST(floor(extract(epoch FROM {})) AS bigint)",
)


def drop(connection: Connection) -> None:
    """Take away those that are there: a view of one's own that reads one of them must go before."""
    standing = set(inspect(connection).get_view_names())
    for name in NAMES:
        if name in standing:
            connection.execute(text(f"DROP VIEW {name}"))


def create(connection: Connection) -> None:
    r"""Make them all; on PostgreSQL tables, views and columns get their descriptions (psql: \d+)."""
    is_sqlite = connection.dialect.name == "sqlite"
    for name, query in _queries(_SQLITE if is_sqlite else _POSTGRESQL).items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
    if not is_sqlite:
        _comment(connection)


def _queries(sql: _Dialect) -> dict[str, str]:
    return {
        "news": _news(sql),
        "news_images": _parts(sql, "images", "url", "caption", "credit"),
        "news_files": _parts(sql, "attachments", "url", "name"),
        "news_tags": _parts(sql, "tags"),
        "news_places": _places(sql),
        "news_topics": _topics(sql),
        "news_versions": _versions(sql),
        "news_changes": _changes(sql),
        "news_stories": _stories(sql),
        "source_health": _health(sql),
        "portal_runs": _runs(sql),
    }


def _news(sql: _Dialect) -> str:
    return f"""
SELECT a.key, {sql.published()} AS published, a.title, a.lead, a.text, s.name AS source, s.province,
  s.district, a.section, a.author, a.url, '/articles/' || a.key AS page, a.source_id, s.level,
  s.province_before, s.commune, a.source_credit, a.language, {sql.time("a.first_seen")} AS first_seen,
  {sql.time("a.updated")} AS updated, {sql.time("a.gone_at")} AS gone, a.story,
  CASE WHEN a.story = a.key THEN 1 ELSE 0 END AS story_lead, {sql.length.format("a.images")} AS images,
  {sql.length.format("a.attachments")} AS files, a.id, a.timeline, u.id AS unit,
  CASE WHEN u.renamed IS NOT NULL AND {sql.day.format("a.sort_time")} < u.renamed
    THEN u.former_name ELSE u.name END AS unit_name
FROM articles a JOIN sources s ON s.id = a.source_id LEFT JOIN units u ON u.id = {_UNIT}"""  # nosec B608


_UNIT = f"""CASE
    WHEN s.unit_before <> '' AND (s.unit = '' OR a.timeline < {MERGED}) THEN s.unit_before
    WHEN s.unit <> '' THEN s.unit || '{SINCE}'
  END"""
"""Whose portal it was when it published the article, as pipeline.geography.unit_on says it."""


def _parts(sql: _Dialect, of: str, *names: str) -> str:
    """One row for each item of a list of the article; `names`: its fields, none where it is a text."""
    columns = [f"{sql.field.format(name)} AS {name}" for name in names] or [f"{sql.value} AS tag"]
    return f"""
SELECT a.key, {sql.place} AS position, {", ".join(columns)}, a.title, {sql.published()} AS published,
  a.source_id, a.timeline
FROM articles a, {sql.each.format(f"a.{of}")}"""  # nosec B608


def _places(sql: _Dialect) -> str:
    """By way of `mentions`, whose index finds the articles that name a unit."""
    names = ("name", "level", "form", "count")
    columns = ", ".join(f"{sql.field.format(name)} AS {name}" for name in names[:-1])
    return f"""
SELECT a.key, {sql.place} AS position, m.unit, {columns},
  CAST({sql.field.format(names[-1])} AS integer) AS count, a.title, {sql.published()} AS published,
  a.source_id, a.timeline, u.province
FROM mentions m JOIN articles a ON a.number = m.article LEFT JOIN units u ON u.id = m.unit,
  {sql.each.format("a.places")}
WHERE {sql.field.format("unit")} = m.unit"""  # nosec B608


def _topics(sql: _Dialect) -> str:
    return f"""
SELECT t.slug AS topic, t.name, a.key, a.title, {sql.published()} AS published, a.source_id, t.timeline
FROM topics t JOIN articles a ON a.number = t.article"""  # nosec B608


def _versions(sql: _Dialect) -> str:
    return f"""
SELECT a.key, r.number, {sql.time("r.seen_at")} AS seen, {sql.time("r.replaced_at")} AS replaced, r.reason,
  r.title, r.lead, r.text, a.title AS title_now, a.source_id
FROM revisions r JOIN articles a ON a.number = r.article"""  # nosec B608


def _changes(sql: _Dialect) -> str:
    return f"""
SELECT c.number, {sql.time("c.at")} AS at, c.kind, a.key, a.title, {sql.published()} AS published,
  a.source_id
FROM changes c JOIN articles a ON a.number = c.article"""  # nosec B608


def _stories(sql: _Dialect) -> str:
    return f"""
SELECT g.story, a.title, s.name AS source, s.province, {sql.published()} AS published, g.articles, g.sources,
  a.source_id, a.timeline
FROM (
  SELECT story, count(*) AS articles, count(DISTINCT source_id) AS sources
  FROM articles WHERE story IS NOT NULL GROUP BY story
) g JOIN articles a ON a.key = g.story JOIN sources s ON s.id = a.source_id"""  # nosec B608


def _health(sql: _Dialect) -> str:
    return f"""
SELECT s.id AS source_id, s.name AS source, s.url, s.level, s.province, s.province_before, s.district,
  s.commune, s.platform, {sql.truth.format("s.enabled")} AS enabled,
  (SELECT count(*) FROM articles a WHERE a.source_id = s.id) AS articles,
  (SELECT {sql.published()} FROM articles a WHERE a.source_id = s.id ORDER BY a.timeline DESC LIMIT 1)
    AS newest,
  {sql.time("r.started_at")} AS last_run, r.status AS last_status, r.requests AS last_requests,
  r.new AS last_new, r.changed AS last_changed, r.errors AS last_errors, r.detail AS last_detail,
  h.state, {sql.time("h.since")} AS since, h.next_step
FROM sources s LEFT JOIN health h ON h.source_id = s.id LEFT JOIN runs r
  ON r.id = (SELECT max(last.id) FROM runs last WHERE last.source_id = s.id)"""  # nosec B608


def _runs(sql: _Dialect) -> str:
    return f"""
SELECT r.id, r.source_id, s.name AS source, {sql.time("r.started_at")} AS started,
  {sql.time("r.finished_at")} AS finished, {sql.duration()} AS seconds, r.status, r.requests, r.bytes,
  r.new, r.changed, r.unchanged, r.gone, r.errors, {sql.total.format("r.rejected")} AS rejected, r.detail
FROM runs r JOIN sources s ON s.id = r.source_id"""  # nosec B608


NAMES = tuple(_queries(_SQLITE))
"""Stable, and so are their columns: one may be added, none is renamed or dropped."""


def _comment(connection: Connection) -> None:
    """All in one go: a new database is made within milliseconds."""
    standing = {*NAMES, *inspect(connection).get_table_names()}
    said = []
    for each in descriptions():
        if each.name not in standing:
            continue
        kind = "VIEW" if each.name in NAMES else "TABLE"
        said.append(_say(f"{kind} {each.name}", each.about))
        said += [
            _say(f'COLUMN {each.name}."{name}"', about) for name, about in each.columns.items()
        ]
    connection.exec_driver_sql(";\n".join(said), execution_options={"no_parameters": True})


def _say(what: str, about: str) -> str:
    quoted = about.replace("'", "''")
    return f"COMMENT ON {what} IS '{quoted}'"
