"""All rows as docs/performance.csv: what was not measured again keeps its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bench.rows import Row, target

_HEAD = ("bench", "subject", "board", "link", "metric", "value", "unit", "runs", "target", "reached")


def read(text: str) -> list[Row]:
    """The rows of a table that `written` made."""
    return [
        Row(
            each["bench"],
            each["subject"],
            each["board"],
            each["link"],
            each["metric"],
            each["unit"],
            float(each["value"]),
            int(each["runs"]),
        )
        for each in csv.DictReader(io.StringIO(text))
    ]


def written(rows: Iterable[Row]) -> str:
    """The table; values have four significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    for row in rows:
        aim = target(row)
        reached = ("yes" if aim.reached(row) else "no") if aim else ""
        start = [row.bench, row.subject, row.board, row.link, row.metric, _number(row.value), row.unit]
        writer.writerow([*start, row.runs, aim or "", reached])
    return out.getvalue()


def merged(old: Sequence[Row], new: Sequence[Row], order: Sequence[str]) -> list[Row]:
    """The new rows, and those of the old ones that nothing replaces; ``order`` is that of the benches."""
    measured = {_key(row) for row in new}
    kept = [row for row in old if _key(row) not in measured]
    return sorted([*kept, *new], key=lambda row: order.index(row.bench))


def _key(row: Row) -> tuple[str, ...]:
    return row.bench, row.subject, row.board, row.link, row.metric


def _number(value: float) -> str:
    return f"{float(f'{value:.4g}'):.10g}"
