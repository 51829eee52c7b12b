"""The shapes of sources' health in the JSON API."""

from pipeline.model import Health, HealthState, Notice, SourceStatus, Symptom
from pipeline.publish.api.shapes import Moment, Shape
from pipeline.publish.api.shapes_lists import RunOut


class SymptomOut(Shape):
    """One thing about a source that is not as it was."""

    name: str
    evidence: str
    """What was measured and what is usual. It quotes what the portal prints."""


class NoticeOut(Shape):
    """A change of a source's state."""

    at: Moment
    state: HealthState
    former: HealthState | None
    symptoms: list[SymptomOut]
    next_step: str
    told: list[str]
    """By which channels operators were told: webhook, e-mail."""


class HealthOut(Shape):
    """How a source is, by its last runs against its own history."""

    source_id: str
    name: str
    url: str
    state: HealthState | None
    """null: never judged."""
    since: Moment | None
    judged_at: Moment | None
    symptoms: list[SymptomOut]
    next_step: str
    suspected: HealthState | None
    """What the last run alone points to; a further one has to confirm it."""
    suspicion: list[SymptomOut]
    """What shows it."""
    page: str
    last_run: RunOut | None

    @classmethod
    def of(cls, status: SourceStatus, health: Health | None, page: str) -> "HealthOut":
        """What the store knows of the source, and where its page is."""
        run = RunOut.of(status.last_run) if status.last_run else None
        source = status.source
        return cls(
            source_id=source.id,
            name=source.name,
            url=source.url,
            state=health.state if health else None,
            since=health.since if health else None,
            judged_at=health.judged_at if health else None,
            symptoms=_symptoms(health.symptoms) if health else [],
            next_step=health.next_step if health else "",
            suspected=health.suspected if health else None,
            suspicion=_symptoms(health.suspicion) if health else [],
            page=page,
            last_run=run,
        )


class HealthsOut(Shape):
    """How sources are, by their ids."""

    items: list[HealthOut]


class HealthWhole(HealthOut):
    """The same with its history."""

    notices: list[NoticeOut]
    """The last changes of its state, newest first."""


def notice_out(notice: Notice) -> NoticeOut:
    """The notice as it is."""
    return NoticeOut(
        at=notice.at,
        state=notice.state,
        former=notice.former,
        symptoms=_symptoms(notice.symptoms),
        next_step=notice.next_step,
        told=list(notice.told),
    )


def _symptoms(symptoms: tuple[Symptom, ...]) -> list[SymptomOut]:
    return [SymptomOut(name=one.name, evidence=one.evidence) for one in symptoms]
