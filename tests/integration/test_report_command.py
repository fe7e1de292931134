"""``capaug report`` on an output folder."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from capaug.runs.reader import iter_rows


def about(page: Path) -> dict[str, object]:
    """What the scripts of a page are told."""
    (found,) = re.findall(r'id="about">(.*?)</script>', page.read_text(encoding="utf-8"))
    values: dict[str, object] = json.loads(found)
    return values


def test_a_page_is_written(shared_run, capaug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.evaluation.audit.FEWEST", 20)
    copy = tmp_path / "copy"
    shutil.copytree(shared_run.out, copy)
    outcome = capaug("report", copy)
    rows = list(iter_rows(copy))
    assert (outcome.code, outcome.told()) == (0, [])
    assert outcome.stdout.startswith(f"{len(rows)} captions are in {copy / 'report.html'} (")
    page = (copy / "report.html").read_text(encoding="utf-8")
    assert about(copy / "report.html")["rows"] == len(rows)
    statistics = json.loads(capaug("stats", copy, "--json").stdout)
    for side in ("negatives", "positives"):
        for kind, of_kind in statistics[side].items():
            assert re.search(rf">{re.escape(kind)}</button></th><td class=\"n\">{of_kind['count']:,}</td>", page)
    audit = json.loads(capaug("audit", copy, "--json").stdout)["all"]
    assert f'<td class="n">{audit["both"]:.3f}</td>' in page
    assert f"<code>{audit['giveaways'][0]['feature']}</code>".replace("<s>", "&lt;s&gt;") in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert capaug("verify", copy, "--sample", "0").code == 0


def test_fewer_captions_are_those_of_some_images(shared_run, capaug, tmp_path: Path) -> None:
    outcome = capaug("report", shared_run.out, "--to", "some.html", "--rows", "20", "--no-audit", "--json")
    found = json.loads(outcome.stdout)
    images = {row.image_id for row in iter_rows(shared_run.out)}
    assert 0 < found["rows"] <= 20 and len(images) == 12
    page = (tmp_path / "some.html").read_text(encoding="utf-8")
    assert f"{found['rows']} of them, those of a share of the images, are listed below" in page
    assert "This page was made without the audit." in page
    assert not (shared_run.out / "report.html").exists()


def test_pictures_stand_beside_their_captions(shared_run, capaug, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pictures need Pillow")
    images = sorted({row.image_id for row in iter_rows(shared_run.out)})
    (tmp_path / "photos").mkdir()
    for name in images[:-2]:
        image.new("RGB", (640, 320), "navy").save(tmp_path / "photos" / f"{name}.jpg")
    (tmp_path / "photos" / f"{images[-1]}.jpg").write_bytes(b"no picture")
    outcome = capaug("report", shared_run.out, "--images", "photos", "--to", "page.html", "--no-audit")
    assert outcome.stdout.endswith("; 10 pictures, 2 images without one\n")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    (pack,) = re.findall(r'class="pack">(.*?)</script>', page)
    assert len(json.loads(pack)) == 10
    assert "2 images have no picture, or one that cannot be read." in page


def test_without_scikit_learn_the_page_says_so(shared_run, capaug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.report.report.find_spec", lambda name: None)
    assert capaug("report", shared_run.out, "--to", "page.html").code == 0
    assert "The audit needs scikit-learn" in Path("page.html").read_text(encoding="utf-8")


def test_a_page_is_the_same_every_time(shared_run, capaug) -> None:
    for name in ("one.html", "two.html"):
        capaug("report", shared_run.out, "--to", name, "--no-audit")
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_wrong_usage(shared_run, capaug, tmp_path: Path) -> None:
    capaug("report", "gone").check_refused(1, "gone: no such folder")
    capaug("report", shared_run.out, "--images", "gone").check_refused(1, "gone: there is no such folder of pictures")
    capaug("report", shared_run.out, "--no-audit", "--to", "gone/page.html").check_refused(
        1, "page.html: cannot be written"
    )
    assert "capaug report capaug-out/coco-sample" in capaug("report", "--help").stdout
