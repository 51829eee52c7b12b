"""The style sheet: every text stands out from its ground as WCAG AA asks."""

import re

import pytest

from pipeline.publish.website import STATIC

STYLE = (STATIC / "style.css").read_text(encoding="utf-8")


def colours(scheme):
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1])) if scheme else {})


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "link", "good", "waiting", "bad"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_text_stands_out_as_wcag_aa_asks(scheme, text, ground):
    palette = colours(scheme)
    lighter, darker = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_buttons_and_marks_stand_out_too(scheme):
    palette = colours(scheme)
    for text, ground in (("on-accent", "accent"), ("ink", "mark")):
        lighter, darker = sorted(
            (luminance(palette[text]), luminance(palette[ground])), reverse=True
        )
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
