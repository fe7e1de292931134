"""Which columns hold the captions and name the images: as the user says, or by the names that are in use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from capaug.errors import InputError, UsageError

CAPTION_NAMES = frozenset(
    "caption captions text texts title sentence sentences raw comment description alt alt_text".split()
)
IMAGE_FILES = frozenset(
    "image image_path image_file image_name image_filename img img_path img_name filepath file_path filename "
    "file_name file path photo picture".split()
)
IMAGE_IDS = frozenset("image_id imageid img_id cocoid".split())
IMAGE_URLS = frozenset("url image_url img_url".split())


@dataclass(frozen=True, slots=True)
class Found:
    """Columns of a file: the captions', the images' (None: each row is an image of its own), and that of the ids that
    captions bring with them (None: they have none)."""

    caption: str
    image: str | None
    caption_id: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's choice of columns by name, or by number from 1 where there is no header; None is what is in use."""

    image: str | None = None
    caption: str | None = None
    caption_id: str | None = None

    @classmethod
    def of(cls, given: str | Mapping[str, str]) -> Columns:
        """Read ``caption=title,image=filepath``, or the same as a mapping.

        Raises:
            UsageError: another form, another key, or one twice.
        """
        pairs = list(given.items()) if isinstance(given, Mapping) else [_pair(part) for part in given.split(",")]
        keys = [key for key, _ in pairs]
        for key, name in pairs:
            if key not in cls.__slots__ or not name or keys.count(key) > 1:
                raise UsageError(
                    f"--columns is caption=NAME,image=NAME,caption_id=NAME or some of these, each once; not {given!r}"
                )
        return cls(**dict(pairs))

    def resolve(self, names: Sequence[str], where: str, unfit: Collection[str] = ()) -> Found:
        """The columns among ``names``; ``unfit`` are those that name no image, as pictures are in them.

        Raises:
            InputError: a column that is needed is not there, or several may be meant; ``where`` names the file (and
                line).
        """
        for role in ("caption", "image", "caption_id"):
            name = getattr(self, role)
            if name is not None and name not in names:
                raise InputError(
                    f"{where}: no column {name!r}; choose with --columns {role}=NAME among: {_list(names)}"
                )
        caption = self.caption
        if caption is None:
            known = [name for name in names if is_caption_name(name) and name not in (self.image, self.caption_id)]
            if not known:
                raise InputError(
                    f"{where}: no column is known to hold captions; choose with --columns caption=NAME among: "
                    f"{_list(names)}"
                )
            caption = _only(known, "caption", where)
        taken = {caption, self.caption_id, *unfit}
        # A picture is known by its file; where a file holds the pictures themselves, by the id that stands beside.
        tiers = (IMAGE_IDS, IMAGE_FILES, IMAGE_URLS) if unfit else (IMAGE_FILES, IMAGE_IDS, IMAGE_URLS)
        image = self.image
        for tier in tiers:
            known = [name for name in names if _plain(name) in tier and name not in taken]
            if image is None and known:
                image = _only(known, "image", where)
        return Found(caption, image, self.caption_id)


def is_caption_name(name: str) -> bool:
    """Whether columns of that name hold captions wherever one meets them."""
    return _plain(name) in CAPTION_NAMES


def _only(known: list[str], role: str, where: str) -> str:
    if len(known) > 1:
        raise InputError(
            f"{where}: more than one column may be the {role}; choose with --columns {role}=NAME among: {_list(known)}"
        )
    return known[0]


def _pair(part: str) -> tuple[str, str]:
    key, _, name = part.partition("=")
    return key.strip(), name.strip()


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(repr, islice(names, 20))) or "none"
