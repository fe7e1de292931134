"""COCO captions: the official annotation files, and the sample that ships with capaug in their format.

An annotation file is ``{"annotations": [{"id": 1, "image_id": 7, "caption": "..."}, ...], ...}``.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from capaug.cache import cache_folder
from capaug.errors import InputError, OutputError, UsageError, did_you_mean
from capaug.sources.caption_files import CaptionFiles
from capaug.sources.download import download
from capaug.sources.files import check_file
from capaug.sources.grouping import Row
from capaug.sources.inputs import Input
from capaug.sources.json_document import annotation_row
from capaug.sources.json_items import items
from capaug.sources.options import Options
from capaug.sources.reader import Reader


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of annotation files to download: ``size`` in bytes, ``checksum`` as ``md5:<hex>``."""

    url: str
    size: int
    checksum: str


# The bucket of images.cocodataset.org by a name that its certificate has: that host itself answers by http alone.
ARCHIVES = {
    "2014": Archive(
        "https://s3.amazonaws.com/images.cocodataset.org/annotations/annotations_trainval2014.zip",
        252872794,
        "md5:0a379cfc70b0e71301e0f377548639bd",
    ),
    "2017": Archive(
        "https://s3.amazonaws.com/images.cocodataset.org/annotations/annotations_trainval2017.zip",
        252907541,
        "md5:f4bbac642086de4f52a3fdda2de5fa2c",
    ),
}
SAMPLE = "sample"
SAMPLE_FILE = Path(str(files("capaug.sources.sample") / "captions_sample.json"))
OFFICIAL_SPLITS = ("train2014", "val2014", "train2017", "val2017")
COCO_SPLITS = (SAMPLE, *OFFICIAL_SPLITS)


class CocoCaptions(CaptionFiles):
    """The captions of a COCO annotation file, image by image.

    Images come in the order in which ``annotations`` first names them, the captions of an image in file order; COCO
    does not keep the captions of an image together. Ids become texts.
    """

    def __init__(self, file: Path, split: str) -> None:
        """Take an annotation file.

        Raises:
            InputError: it is not there or empty.
        """
        super().__init__([Annotations(Input(str(file)))], "coco", split)
        self.file = file

    @classmethod
    def open(cls, rest: str, options: Options) -> CocoCaptions:
        """See :func:`open_coco`.

        Raises:
            UsageError: as :func:`open_coco`, or a layout was chosen.
        """
        options.refuse_layout("--dataset coco")
        if rest:
            raise UsageError(f"--dataset coco takes no {rest!r}; choose with --split, --annotations or --data-dir")
        return open_coco(options.annotations, options.data_dir, options.split, options.cache)

    def describe(self) -> str:
        """What is read, in one line for the user."""
        if self.file == SAMPLE_FILE:
            return (
                "captions of the sample that ships with capaug, in COCO's format; "
                "for the full set: capaug generate --dataset coco --split train2017"
            )
        return f"COCO captions, split {self.split}, from {self.file}"

    def notes(self) -> tuple[str, ...]:
        """Nothing: that its images come back is COCO's way."""
        return ()


class Annotations(Reader):
    """A COCO annotation file, an annotation in memory at a time."""

    kind = "COCO annotation file"

    def __init__(self, input: Input) -> None:
        self.input = input

    def rows(self) -> Iterator[Row]:
        """Yield a row for each annotation.

        Raises:
            InputError: the file is not a COCO annotation file, or its list is empty.
        """
        called, known, empty = self.input.location, False, True
        with self.input.open() as file:
            for key, index, annotation in items(file, called):
                if key != "annotations":
                    continue
                known = True
                if index >= 0:
                    empty = False
                    yield annotation_row(annotation, f"{called}: annotation {index}")
        if not known:
            raise InputError(f"{called} has no 'annotations' list; is this a COCO captions_*.json file?")
        if empty:
            raise InputError(f"{called} holds no captions: its 'annotations' list is empty")

    def count(self) -> int:
        """Number of annotations."""
        return sum(1 for _ in self.rows())


def open_coco(annotations: Path | None, data_dir: Path | None, split: str | None, cache: Path | None) -> CocoCaptions:
    """Find the annotation file: the one given, the one in a COCO folder, the sample, or a download.

    Args:
        annotations: an annotation file; its split is its name without ``captions_``.
        data_dir: a folder that holds ``annotations/captions_<split>.json`` or ``captions_<split>.json``.
        split: one of :data:`COCO_SPLITS`; ``sample`` by default, needed with ``data_dir``.
        cache: where downloads are kept, if not in :func:`capaug.cache.cache_folder`.

    Raises:
        UsageError: an unknown split, or options that do not go together.
        InputError: the file is not there, or cannot be downloaded.
        OutputError: the cache cannot be written.
    """
    if annotations and (data_dir or split):
        raise UsageError("--annotations names the file itself: leave out --data-dir and --split")
    if split is not None and split not in COCO_SPLITS:
        hint = did_you_mean(split, COCO_SPLITS)
        raise UsageError(f"unknown split {split!r} of coco{hint}; known: {', '.join(COCO_SPLITS)}")
    if annotations:
        return CocoCaptions(annotations, annotations.stem.removeprefix("captions_"))
    if data_dir:
        if split is None or split == SAMPLE:
            raise UsageError(f"--data-dir needs --split, one of {', '.join(OFFICIAL_SPLITS)}")
        return CocoCaptions(_in_folder(data_dir, split), split)
    if split is None or split == SAMPLE:
        return CocoCaptions(SAMPLE_FILE, SAMPLE)
    return CocoCaptions(fetch_annotations(split, cache or cache_folder()), split)


def fetch_annotations(split: str, cache: Path) -> Path:
    """The annotation file of an official split, downloaded into ``cache/coco`` if it is not there yet.

    Raises:
        InputError: the archive cannot be fetched, or is not the official one.
        OutputError: the cache cannot be written.
    """
    name = f"captions_{split}.json"
    file = cache / "coco" / name
    if file.exists():
        return file
    archive = ARCHIVES[split[-4:]]
    path = download(
        archive.url,
        file.with_name(archive.url.rpartition("/")[2]),
        size=archive.size,
        checksum=archive.checksum,
    )
    part = file.with_name(name + ".part")
    try:
        with zipfile.ZipFile(path) as members, members.open(f"annotations/{name}") as packed, part.open("wb") as out:
            shutil.copyfileobj(packed, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, file)
    except (zipfile.BadZipFile, KeyError) as error:
        raise InputError(f"{path} is not the archive of COCO's annotations: {error}") from None
    except OSError as error:
        raise OutputError(f"cannot write {file}: {error.strerror or error}") from None
    return file


def _in_folder(data_dir: Path, split: str) -> Path:
    name = f"captions_{split}.json"
    places = [data_dir / "annotations" / name, data_dir / name]
    for place in places:
        if place.exists():
            check_file(place)
            return place
    raise InputError(f"no annotation file of COCO: neither {places[0]} nor {places[1]} is there")
