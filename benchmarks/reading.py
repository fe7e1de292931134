"""How fast shards are read and opened, beside plain pyarrow and against the bars.

    python -m benchmarks.reading

Times are CPU seconds of one thread, which other work on the machine disturbs least. The rows are those of the sample
that ships, again and again, in shards of the usual size in a temporary folder (1.6 GB for 1,000,000 rows). In one run,
each measure the median of several rounds in turns:

- rows a second of the columns that a trainer needs (:data:`COLUMNS`), as record batches whose texts are all looked at,
  and as the Python rows that the collator takes: by ``capaug.iter_batches`` and by a loop of pyarrow alone;
- rows a second of whole rows as records (``iter_rows``), of the first shards;
- seconds until ``capaug.load_shards`` has 1,000,000 rows, with the import of ``datasets`` in a fresh process and
  without, and until pyarrow alone has mapped them;
- what a row of the sample weighs in each format of shards.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.record import add_json_option, processor, record
from capaug import Augmenter, iter_batches, load_shards
from capaug.formats import SHARD_FORMATS, shard_format
from capaug.formats.parquet import LIST
from capaug.records import ChunkResult
from capaug.runs.layout import data_file, summary_path
from capaug.runs.reader import iter_rows
from capaug.runs.run import begin, finish
from capaug.runs.shards import write_shard
from capaug.sources import open_source

COLUMNS = (
    "image_id",
    "caption_id",
    "caption",
    "positives.text",
    "positives.kind",
    "negatives.text",
    "negatives.kind",
)
"""What :class:`capaug.training.data.Collator` reads of a row, if it masks no attribute words."""
SIDES = ("positives", "negatives")
TIMES = 4  # the sample in a shard: 2,560 captions of 512 images, as by default
ROWS_BAR, SECONDS_BAR = 200_000, 2.0
FORMATS = ("arrow", "parquet")
RECORDS = 25_600  # rows that are read as records


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the folder")
    parser.add_argument("--rounds", type=int, default=3)
    add_json_option(parser)
    args = parser.parse_args()
    pa.set_cpu_count(1)
    result = Augmenter(device="cpu").augment(list(open_source("coco").groups()))
    shard = ChunkResult(result.rows * TIMES, scores=result.scores)
    gc.collect()
    gc.freeze()  # the models are no part of what is measured, and no trainer has them
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            out = Path(folder) / name
            rows = _write(out, name, shard, args.rows)
            measures = _measures(out, name, rows)
            taken: dict[str, list[float]] = {what: [] for what in measures}
            for _ in range(args.rounds):
                for what, measure in measures.items():
                    taken[what].append(measure())
            for what, seconds in taken.items():
                number = min(rows, RECORDS) if what == "records" else rows
                middle = statistics.median(seconds)
                figures.setdefault(what, {})[name] = middle if "open" in what else number / middle
    about = {"command": "python -m benchmarks.reading", "processor": processor(), "rows": args.rows}
    read, opened = _read(figures), _opened(figures)
    for what, row in (read | opened).items():
        cells = ", ".join(f"{name} {value:,.2f}" for name, value in row.items())
        print(f"{what:24s} {cells}")
    size = {name: {"kB a row": _bytes(name, result) / len(result.rows) / 1000} for name in SHARD_FORMATS.names()}
    print(", ".join(f"{name} {of_format['kB a row']:.2f} kB a row" for name, of_format in size.items()))
    record(args.json, {"about": about, "read": read, "open": opened, "size": size})


def _bytes(name: str, result: ChunkResult) -> int:
    file = io.BytesIO()
    shard_format(name).write(result.rows, file, result.scores)
    return len(file.getvalue())


def _write(out: Path, name: str, shard: ChunkResult, rows: int) -> int:
    """A finished folder of at least ``rows`` rows, every shard a copy of one; how many rows it has."""
    form = shard_format(name)
    run = begin(out, recipe={}, source={}, seed=0, shard_size=len(shard.rows), form=form)
    first = write_shard(out, 0, shard, "", form)
    content = (out / first.data.file).read_bytes()
    shards = -(-rows // len(shard.rows))
    for index in range(1, shards):
        file = data_file(index, form.suffix)
        (out / file).write_bytes(content)
        summary = replace(first, index=index, data=replace(first.data, file=file))
        summary_path(out, index).write_text(json.dumps(asdict(summary)), encoding="utf-8")
    return finish(out, run, shards).rows


def _measures(out: Path, name: str, rows: int) -> dict[str, Callable[[], float]]:
    """What is timed on a folder, by name; each gives the seconds it took."""
    files = sorted((out / "train").glob("data-*"))
    plain = _plain_arrow if name == "arrow" else _plain_parquet
    some = min(rows, RECORDS)
    measures: dict[str, Callable[[], float]] = {
        "columns": lambda: _timed(lambda: _look(iter_batches(out, COLUMNS)), rows),
        "columns, pyarrow": lambda: _timed(lambda: _look(plain(files)), rows),
        "Python rows": lambda: _timed(lambda: _to_python(iter_batches(out, COLUMNS)), rows),
        "Python rows, pyarrow": lambda: _timed(lambda: _to_python(plain(files)), rows),
        "records": lambda: _timed(lambda: sum(1 for _ in islice(iter_rows(out), some)), some),
    }
    if name == "arrow":
        measures |= {
            "open": lambda: _timed(lambda: len(load_shards(out)), rows),
            "open, fresh process": lambda: _fresh(out),
            "open, pyarrow": lambda: _timed(lambda: _mapped(files).num_rows, rows),
        }
    return measures


def _timed(work: Callable[[], int], expected: int) -> float:
    began = time.process_time()
    found = work()
    seconds = time.process_time() - began
    assert found == expected, f"{found} rows of {expected}"
    return seconds


def _fresh(out: Path) -> float:
    """CPU seconds to open the folder, the import of ``datasets`` among them."""
    code = (
        "import sys, time; from capaug import load_shards; began = time.process_time();"
        "load_shards(sys.argv[1]); print(time.process_time() - began)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _look(batches: Iterator[pa.RecordBatch]) -> int:
    """Look at every text of the batches; the number of rows."""
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        for name in ("image_id", "caption_id", "caption"):
            pc.sum(pc.binary_length(batch[name]))
        for side in SIDES:
            variants = batch[side].flatten()
            for name in ("text", "kind"):
                pc.sum(pc.binary_length(variants.field(name)))
    return rows


def _to_python(batches: Iterator[pa.RecordBatch]) -> int:
    return sum(len(batch.to_pylist()) for batch in batches)


def _plain_arrow(files: list[Path]) -> Iterator[pa.RecordBatch]:
    """The columns by pyarrow alone."""
    for file in files:
        with pa.memory_map(str(file)) as mapped, pa.ipc.open_stream(mapped) as stream:
            for batch in stream:
                columns = {name: batch[name] for name in ("image_id", "caption_id", "caption")}
                for side in SIDES:
                    variants = batch[side].values
                    parts = [variants.field("text"), variants.field("kind")]
                    of_side = pa.StructArray.from_arrays(parts, ["text", "kind"])
                    columns[side] = pa.ListArray.from_arrays(batch[side].offsets, of_side)
                yield pa.RecordBatch.from_pydict(columns)


def _plain_parquet(files: list[Path]) -> Iterator[pa.RecordBatch]:
    """The columns by pyarrow alone."""
    names = [column.replace(".", f"{LIST}.") for column in COLUMNS]
    for file in files:
        with pq.ParquetFile(file, memory_map=True) as parquet:
            yield from parquet.iter_batches(1 << 16, columns=names)


def _mapped(files: list[Path]) -> pa.Table:
    return pa.concat_tables(pa.ipc.open_stream(pa.memory_map(str(file))).read_all() for file in files)


def _read(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Rows a second: measured, as a share of pyarrow's, and the bar."""
    shown = {}
    for name in FORMATS:
        for what in ("columns", "Python rows"):
            measured, plain = figures[what][name], figures[f"{what}, pyarrow"][name]
            shown[f"{name}, {what}"] = {"measured": measured, "of pyarrow": measured / plain, "bar": ROWS_BAR}
        shown[f"{name}, records"] = {"measured": figures["records"][name]}
    return shown


def _opened(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Seconds to open: measured, in those of pyarrow, and the bar."""
    plain = figures["open, pyarrow"]["arrow"]
    measured = {what: figures[what]["arrow"] for what in ("open", "open, fresh process")}
    return {
        what: {"measured": seconds, "of pyarrow": seconds / plain, "bar": SECONDS_BAR}
        for what, seconds in measured.items()
    }


if __name__ == "__main__":
    main()
