"""COCO captions: the official annotation files, and the sample that ships with capaug in their format.

An annotation file is ``{"annotations": [{"id": 1, "image_id": 7, "caption": "..."}, ...], ...}``.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from capaug.cache import cache_folder
from capaug.errors import InputError, OutputError, UsageError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.download import download
from capaug.sources.files import check_file, file_fingerprint
from capaug.sources.grouping import caption_group, identifier
from capaug.sources.options import Options


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of annotation files to download: ``size`` in bytes, ``checksum`` as ``md5:<hex>``."""

    url: str
    size: int
    checksum: str


ARCHIVES = {
    "2014": Archive(
        "http://images.cocodataset.org/annotations/annotations_trainval2014.zip",
        252872794,
        "md5:0a379cfc70b0e71301e0f377548639bd",
    ),
    "2017": Archive(
        "http://images.cocodataset.org/annotations/annotations_trainval2017.zip",
        252907541,
        "md5:f4bbac642086de4f52a3fdda2de5fa2c",
    ),
}
SAMPLE = "sample"
SAMPLE_FILE = files("capaug.sources.sample") / "captions_sample.json"
OFFICIAL_SPLITS = ("train2014", "val2014", "train2017", "val2017")
COCO_SPLITS = (SAMPLE, *OFFICIAL_SPLITS)


class CocoCaptions(Source):
    """The captions of a COCO annotation file, image by image.

    Images come in the order in which ``annotations`` first names them, the captions of an image in file order. Ids
    become texts. The file is read whole, on first use: COCO does not keep the captions of an image together. So its
    parts carry their groups: a worker that read its own would have to read the whole file.
    """

    name = "coco"

    def __init__(self, file: Path | Traversable, split: str) -> None:
        self.file = file
        self.split = split

    @classmethod
    def open(cls, rest: str, options: Options) -> CocoCaptions:
        """See :func:`open_coco`.

        Raises:
            UsageError: as :func:`open_coco`, or columns were chosen.
        """
        options.refuse_columns("--dataset coco")
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

    def fingerprint(self) -> dict[str, object]:
        """See :meth:`capaug.sources.base.Source.fingerprint`."""
        return {"source": self.name, "split": self.split, "files": [file_fingerprint(self.file)], "options": {}}

    def count(self) -> int:
        """Number of annotations.

        Raises:
            InputError: the file is not a COCO annotation file.
        """
        return sum(map(len, self._images.values()))

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions image by image.

        Raises:
            InputError: the file is not a COCO annotation file.
        """
        for image_id, captions in self._images.items():
            yield caption_group(image_id, captions, self.name, self.split)

    @cached_property
    def _images(self) -> dict[str, list[tuple[str, object]]]:
        """(caption id, caption) pairs by image id."""
        images: dict[str, list[tuple[str, object]]] = {}
        first_index: dict[str, int] = {}
        for index, annotation in enumerate(_annotations(self.file)):
            where = f"{self.file}: annotation {index}"
            if not isinstance(annotation, dict):
                raise InputError(f"{where} is not an object; is this a COCO captions_*.json file?")
            for key in ("id", "image_id", "caption"):
                if key not in annotation:
                    raise InputError(f"{where} has no '{key}'; is this a COCO captions_*.json file?")
            caption_id, image_id = identifier(annotation["id"]), identifier(annotation["image_id"])
            if caption_id is None or image_id is None:
                raise InputError(f"{where}: 'id' and 'image_id' must be numbers or texts")
            # The id keys the random draws and names the row, so two captions must not share one.
            if first_index.setdefault(caption_id, index) != index:
                raise InputError(f"{where} has the id {caption_id} of annotation {first_index[caption_id]}")
            images.setdefault(image_id, []).append((caption_id, annotation["caption"]))
        if not images:
            raise InputError(f"{self.file} holds no captions: its 'annotations' list is empty")
        return images


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
        raise UsageError(f"unknown split {split!r} of coco; known: {', '.join(COCO_SPLITS)}")
    if annotations:
        check_file(annotations)
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


def _annotations(file: Path | Traversable) -> list[object]:
    try:
        content = json.loads(file.read_bytes())
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file} is not valid JSON, perhaps cut short: {error}") from None
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}") from None
    annotations = content.get("annotations") if isinstance(content, dict) else None
    if not isinstance(annotations, list):
        raise InputError(f"{file} has no 'annotations' list; is this a COCO captions_*.json file?")
    return annotations
