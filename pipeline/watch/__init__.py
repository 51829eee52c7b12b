"""Is each source healthy, and if not, why: judged after each run against the source's own history."""

from pipeline.watch.watching import watch

__all__ = ["watch"]
