"""How quickly the page of ``capaug report`` opens and filters, and whether it has faults, in headless Chromium.

    python -m benchmarks.report captions_val2017.json

Makes shards of the captions in a temporary folder (or takes a folder of shards that is given), writes the page, and
opens it several times. The bars: over 25,000 rows it opens within 2 s and filters within 200 ms; no error in the
console, no request, no serious fault that axe-core finds. Needs the extra ``dev`` and Chromium (Debian's ``chromium``,
or ``CHROMIUM=PATH``).

*first* is the time until captions are shown, *open* until all of them are unpacked, from when the page is asked for;
*filter* and *search* from the choice or the last letter until the page is drawn anew. Two times are told: the least of
the rounds by the clock, and the median of the seconds that the page's thread took of the processor, which other work on
the machine disturbs least.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.browser import chromium, faults
from benchmarks.record import add_json_option, processor, record
from capaug import generate
from capaug.report.report import report
from capaug.runs.layout import MANIFEST
from capaug.runs.manifest import Manifest

OPEN_BAR, FILTER_BAR = 2.0, 0.2  # seconds
DRAWN = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
CHOOSE = f"""async ([id, value]) => {{
  const began = performance.now();
  const select = document.getElementById(id);
  select.value = value;
  select.dispatchEvent(new Event("change"));
  {DRAWN}
  return (performance.now() - began) / 1000;
}}"""
SEARCH = f"""async (words) => {{
  const began = performance.now();
  const before = document.getElementById("found").textContent;
  const field = document.getElementById("search");
  field.value = words;
  field.dispatchEvent(new Event("input"));
  while (document.getElementById("found").textContent === before) await new Promise((done) => setTimeout(done, 1));
  {DRAWN}
  return (performance.now() - began) / 1000;
}}"""
NAMES = ("first", "open", "filter", "search", "turn")
MARK = "(name) => performance.getEntriesByName(name)[0].startTime / 1000"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captions", type=Path, help="COCO annotation file, or a finished folder of capaug generate")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--to", type=Path, help="keep the page there")
    add_json_option(parser)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = args.captions
        if not (out / MANIFEST).is_file():
            out = Path(folder) / "shards"
            generate("coco", annotations=args.captions, out=out)
        page = args.to or Path(folder) / "report.html"
        written = report(out, page, rows=100_000)
        kinds = Manifest.read(out).negatives
        measured = _measured(page, max(kinds, key=lambda kind: kinds[kind].count), args.rounds)
    bars = {"open": OPEN_BAR, "filter": FILTER_BAR, "search": FILTER_BAR}
    for name, of in measured["seconds"].items():
        processor_seconds = f", {of['processor']:.3f} s of the processor" if "processor" in of else ""
        bar = f"   (bar {bars[name]} s)" if name in bars else ""
        print(f"{name:10s} {of['clock']:.3f} s{processor_seconds}{bar}")
    print(f"{'page':10s} {written.bytes / 1e6:6.1f} MB, {written.rows:,} rows")
    for name, value in measured["faults"].items():
        print(f"{name:10s} {value}")
    about = {"command": "python -m benchmarks.report", "processor": processor(), "rows": written.rows}
    record(args.json, {"about": about, "MB": written.bytes / 1e6, "seconds": measured["seconds"]})


def _measured(page: Path, kind: str, rounds: int) -> dict[str, Any]:
    clock: dict[str, list[float]] = defaultdict(list)
    thread: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    requests: list[str] = []
    with chromium() as browser:
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            tab = context.new_page()
            tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            tab.on("pageerror", lambda error: errors.append(str(error)))
            tab.on("request", lambda request: requests.append(request.url) if _is_outside(request.url) else None)
            session = context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            tab.goto(page.resolve().as_uri())
            tab.wait_for_selector("html[data-ready]", state="attached")
            thread["open"].append(_thread_seconds(session))
            clock["first"].append(tab.evaluate(MARK, "capaug-first"))
            clock["open"].append(tab.evaluate(MARK, "capaug-ready"))
            for name, script, argument in (
                ("search", SEARCH, "dog beach"),
                ("", SEARCH, ""),
                ("filter", CHOOSE, ["kind", f"negatives/{kind}"]),
                ("turn", CHOOSE, ["page", "50"]),
            ):
                began = _thread_seconds(session)
                clock[name].append(tab.evaluate(script, argument))
                thread[name].append(_thread_seconds(session) - began)
            context.close()
        found = _faults(browser, page)
    seconds: dict[str, dict[str, float]] = {name: {"clock": min(clock[name])} for name in NAMES}
    for name in seconds.keys() & thread.keys():
        seconds[name]["processor"] = statistics.median(thread[name])
    return {"seconds": seconds, "faults": {"errors": errors, "requests": requests, "axe-core": found}}


def _thread_seconds(session: Any) -> float:
    """Seconds of the processor that the page's main thread has taken so far."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["ThreadTime"])


def _is_outside(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:"))


def _faults(browser: Any, page: Path) -> list[str]:
    """What axe-core finds, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        tab = context.new_page()
        tab.goto(page.resolve().as_uri())
        tab.wait_for_selector("html[data-ready]", state="attached")
        found += [f"{scheme}: {fault}" for fault in faults(tab)]
        context.close()
    return found


if __name__ == "__main__":
    main()
