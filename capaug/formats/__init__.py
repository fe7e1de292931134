"""How rows are written: one module a format, found by name in one of two registries."""

from __future__ import annotations

from capaug.errors import UsageError
from capaug.formats.base import Format, ShardFormat
from capaug.registry import Registry

__all__ = ["FORMATS", "SHARD_FORMATS", "Format", "ShardFormat", "shard_format"]

_OF_SHARDS = {
    "arrow": "capaug.formats.arrow:Arrow",
    "parquet": "capaug.formats.parquet:Parquet",
    "webdataset": "capaug.formats.webdataset:WebDataset",
}

SHARD_FORMATS: Registry[type[ShardFormat]] = Registry("capaug.shard_formats", "shard format", _OF_SHARDS)
"""By the name that ``capaug generate --format`` knows: classes that follow :class:`ShardFormat`."""

FORMATS: Registry[type[Format]] = Registry(
    "capaug.formats",
    "format",
    {
        **_OF_SHARDS,
        "fragments": "capaug.formats.fragments:Fragments",
        "jsonl": "capaug.formats.json_lines:JsonLines",
        "negclip": "capaug.formats.negclip:NegClip",
        "open_clip": "capaug.formats.open_clip:OpenClip",
        "pairs": "capaug.formats.pairs:Pairs",
        "triplets": "capaug.formats.triplets:Triplets",
    },
)
"""By the name that ``capaug export --format`` knows: classes that follow :class:`Format`, made without arguments."""


def shard_format(name: str, compression: str | None = None) -> ShardFormat:
    """The format of shards called ``name``, with a compression of its own choice where none is given.

    Raises:
        UsageError: there is no such format, or it has no such compression.
    """
    form = SHARD_FORMATS.get(name)
    if compression is None:
        return form()
    if compression not in form.compressions:
        known = ", ".join(form.compressions)
        raise UsageError(f"{name} shards have no compression {compression!r}, only {known}")
    return form(compression)
