"""What tells two versions of one article apart. Pure."""

from hashlib import sha256

from pipeline.normalise.text import clean_line, clean_text


def content_hash(title: str, text: str) -> str:
    """SHA-256, hex, of the title and text alone: counters, tokens and markup never change it."""
    return sha256(f"{clean_line(title)}\n\n{clean_text(text)}".encode()).hexdigest()
