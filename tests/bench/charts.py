"""Bar charts as SVG, for light and for dark pages, from nothing but text: no library, no font to load."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bench.rows import number

WIDTH = 760
_LEFT, _RIGHT, _TOP = 210, 70, 64
_BAR, _GAP = 15, 14
_CHARACTER = 6.6
"""About the width of one in the legend's font, in pixels."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a page: its text, its lines, and one for each subject, in order."""

    name: str
    text: str
    faint: str
    subjects: tuple[str, ...]


LIGHT = Theme("light", "#1f2328", "#d1d9e0", ("#0969da", "#bf8700", "#8250df"))
DARK = Theme("dark", "#f0f6fc", "#3d444d", ("#4493f8", "#d29922", "#ab7df8"))


@dataclass(frozen=True, slots=True)
class Chart:
    """Groups of bars, one for each subject; None where a subject has no figure."""

    name: str
    title: str
    unit: str
    subjects: tuple[str, ...]
    groups: tuple[tuple[str, tuple[float | None, ...]], ...]
    mark: tuple[float, str] | None = None
    """A line across all groups, and what it says."""
    logarithmic: bool = False

    def svg(self, theme: Theme) -> str:
        """The chart as a file."""
        parts = [*self._legend(theme)]
        y = _TOP
        for label, values in self.groups:
            bars = [(place, value) for place, value in enumerate(values) if value is not None]
            if not bars:
                continue
            middle = y + len(bars) * _BAR / 2 + 4
            parts.append(_text(_LEFT - 10, middle, label, theme.text, anchor="end"))
            for place, value in bars:
                parts.append(self._bar(y, value, theme.subjects[place], theme))
                y += _BAR
            y += _GAP
        if self.mark:
            parts += self._mark(self.mark, y, theme)
        height = y + (22 if self.mark else 4)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" font-size="12" role="img">\n'
            f"<title>{escape(self.title)}</title>\n" + "\n".join(parts) + "\n</svg>\n"
        )

    def _legend(self, theme: Theme) -> list[str]:
        parts = [_text(0, 18, self.title, theme.text, size=15, weight="600")]
        x = 0.0
        for subject, colour in zip(self.subjects, theme.subjects, strict=False):
            parts.append(f'<rect x="{x:g}" y="33" width="11" height="11" rx="2" fill="{colour}"/>')
            parts.append(_text(x + 16, 43, subject, theme.text))
            x += 34 + len(subject) * _CHARACTER
        return parts

    def _bar(self, y: float, value: float, colour: str, theme: Theme) -> str:
        width = self._place(value)
        bar = f'<rect x="{_LEFT}" y="{y:g}" width="{width:.1f}" height="{_BAR - 2}" rx="2" fill="{colour}"/>'
        shown = f"{number(value)} {self.unit}".strip()
        return bar + _text(_LEFT + width + 6, y + _BAR - 4, shown, theme.text, size=11)

    def _mark(self, mark: tuple[float, str], bottom: float, theme: Theme) -> list[str]:
        x = _LEFT + self._place(mark[0])
        line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{bottom:g}" stroke="{theme.text}" '
        return [line + 'stroke-dasharray="3 3"/>', _text(x, bottom + 14, mark[1], theme.text, "middle", 11)]

    def _place(self, value: float) -> float:
        """How far from the left edge of the bars a value is."""
        values = [each for _, group in self.groups for each in group if each is not None]
        most = max([*values, self.mark[0] if self.mark else 0.0])
        share = value / most
        if self.logarithmic:
            least = min(1.0, *values)
            share = math.log(value / least) / math.log(most / least) if value > least else 0.0
        return max(1.0, share * (WIDTH - _LEFT - _RIGHT))


def _text(
    x: float, y: float, text: str, colour: str, anchor: str = "start", size: int = 12, weight: str = "400"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:g}" fill="{colour}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )
