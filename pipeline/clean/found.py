"""A field as printed, with the rule that found it."""

from dataclasses import dataclass

from pipeline.model import Finding


@dataclass(frozen=True, slots=True)
class Found:
    """A text, the rule that found it ("label", "json-ld:author") and how sure that is, 0 to 1."""

    text: str = ""
    rule: str = ""
    confidence: float = 0.0


def findings(**fields: Found) -> tuple[Finding, ...]:
    """What was found, field by field; what was not found is left out."""
    return tuple(
        Finding(name, found.rule, found.confidence)
        for name, found in fields.items()
        if found.text and found.rule
    )
