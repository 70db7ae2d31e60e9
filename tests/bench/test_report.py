"""The page, its charts and its table of all rows are of one run, whole, and readable."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from boards.linkspec import LINKS

from bench import limits, report, table
from bench.charts import DARK, LIGHT, Chart, Theme
from bench.figures import FIGURES
from bench.rows import TARGETS, Row

DOCS = Path(__file__).parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def rows() -> list[Row]:
    return table.read((DOCS / "performance.csv").read_text("utf-8"))


def test_page_and_charts_are_what_the_table_says(rows: list[Row]) -> None:
    page = (DOCS / "performance.md").read_text("utf-8")
    assert page == report.page(rows, "## Machine" + page.partition("## Machine")[2])
    assert len(page.splitlines()) < 100
    drawn = report.pictures(rows)
    assert {path.name for path in (DOCS / "performance").iterdir()} == {Path(name).name for name in drawn}
    for name, text in drawn.items():
        assert (DOCS / name).read_text("utf-8") == text
        assert name in page


def test_what_matters_was_measured(rows: list[Row]) -> None:
    assert [figure.what for figure in FIGURES if not figure.rows(rows)] == []
    assert [str(aim) for aim in TARGETS if not any(aim.covers(row) for row in rows)] == []


def test_a_table_is_read_as_it_was_written(rows: list[Row]) -> None:
    assert table.read(table.written(rows)) == rows


def test_rows_that_were_measured_again_replace_the_old_ones() -> None:
    old = [
        Row("b", "s", "unix", "usb", "kept", "ms", 1.0, 3),
        Row("b", "s", "unix", "usb", "new", "ms", 1.0, 3),
    ]
    new = [
        Row("b", "s", "unix", "usb", "new", "ms", 2.0, 3),
        Row("a", "s", "unix", "usb", "other", "ms", 3.0, 3),
    ]
    assert table.merged(old, new, "ab") == [new[1], old[0], new[0]]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("logarithmic", [True, False])
def test_longer_bars_are_larger_values(theme: Theme, logarithmic: bool) -> None:
    chart = Chart(
        "c", "a < b", "ms", ("x", "y"), (("g", (1.0, 2.0)), ("h", (None, 300.0))), (30.0, "m"), logarithmic
    )
    drawn = ElementTree.fromstring(chart.svg(theme))
    bars = [float(each.get("width", "")) for each in drawn.iter(f"{SVG}rect") if each.get("height") == "13"]
    assert len(bars) == 3
    assert bars == sorted(bars)
    assert "a < b" in [each.text for each in drawn.iter(f"{SVG}text")]


def test_limits_are_those_of_the_line() -> None:
    uart = LINKS["uart"]
    assert limits.download(uart, 11520) == pytest.approx(1.001)
    assert limits.upload(uart, [b"x" * 100_000]) < 0.05
    assert limits.exchange(uart, 9, 8) == pytest.approx(0.002 + 17 / 11520)
    assert limits.exchange(LINKS["unthrottled"], 9, 8) == 0
