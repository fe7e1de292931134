"""An output folder as a dataset repository of the HuggingFace Hub.

What the Hub holds is the folder, with a card that names repository and licence. Files go there in commits of
:data:`FILES_A_COMMIT`, the manifest with the last of them; what is there already is not sent again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import CapaugError, InputError, OutputError, UsageError
from capaug.formats import shard_format
from capaug.runs.card import card
from capaug.runs.companions import examples
from capaug.runs.files import broken_files
from capaug.runs.layout import CARD, MANIFEST, RUN, summary_file
from capaug.runs.licences import check_licence
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import seal
from capaug.runs.shards import written_file

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, HfApi
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.hf_api import RepoFile

FILES_A_COMMIT = 100
OF_THE_HUB = ".gitattributes"  # a new repository holds that
LOADED = ("arrow", "parquet")  # suffixes of what load_dataset reads with the types that the rows have
OURS_TO_CHANGE = (CARD, MANIFEST)  # the licence may be another the next time


@dataclass(frozen=True, slots=True)
class Pushed:
    """What is on the Hub: the repository, and how many of its files this call sent."""

    repo: str
    url: str
    private: bool
    files: int
    sent: int


@dataclass(frozen=True, slots=True)
class Planned:
    """What a push would put on the Hub: the card, and the bytes of each file, in the order in which they go there."""

    repo: str
    card: str
    files: dict[str, int]


def plan(path: str | Path, repo: str, *, licence: str, to: str | Path | None = None) -> Planned:
    """What :func:`push` would send, without asking the Hub for anything.

    Args:
        path: output folder.
        repo: as for :func:`push`.
        licence: likewise.
        to: an empty or new folder, which gets the files as the repository would have them.

    Raises:
        UsageError: no such name of a repository, or a licence that the Hub does not know.
        InputError: the folder is unfinished or broken, or ``load_dataset`` does not read its shards.
        OutputError: ``to`` holds other things or cannot be written.
    """
    folder = Path(path)
    manifest = _checked(folder, repo, licence)
    text = card(manifest, examples(folder, manifest), repo=repo, licence=licence)
    files = _files(folder, manifest, text)
    if to is not None:
        _lay_down(files, Path(to))
    sizes = {name: len(data) if isinstance(data, bytes) else data.stat().st_size for name, data in files.items()}
    return Planned(repo, text, sizes)


def push(path: str | Path, repo: str, *, licence: str, public: bool = False) -> Pushed:
    """Put a finished folder, whose files are whole, on the Hub.

    Args:
        path: output folder.
        repo: ``NAMESPACE/NAME``, or ``NAME`` in the user's own namespace; made if there is none.
        licence: the Hub's name of the captions' licence (``cc-by-4.0``, ``other``, ...).
        public: whether everybody may read it.

    Raises:
        UsageError: no such name of a repository, or a licence that the Hub does not know.
        InputError: the folder is unfinished or broken, ``load_dataset`` does not read its shards, there is no token or
            it has no right, the repository holds something else or is public where that was not asked for, or the
            connection broke.
    """
    folder = Path(path)
    manifest = _checked(folder, repo, licence)
    import huggingface_hub

    if huggingface_hub.get_token() is None:
        raise InputError("no token of the Hub: log in with hf auth login, or set HF_TOKEN to a token that may write")
    api = huggingface_hub.HfApi()
    commits: list[str] = []
    with _in_one_line(repo, commits):
        # Before anything is made; the name that the repository will have may still be without its namespace.
        _check_card(card(manifest, (), repo=repo, licence=licence), licence)
        repo = api.create_repo(repo, repo_type="dataset", private=not public, exist_ok=True).repo_id
        private = bool(api.repo_info(repo, repo_type="dataset").private)
        _check_visibility(repo, private, public)
        files = _files(folder, manifest, card(manifest, examples(folder, manifest), repo=repo, licence=licence))
        there = _whole(api, repo, files)
        missing = [name for name in files if name not in there]
        for first in range(0, len(missing), FILES_A_COMMIT):
            names = missing[first : first + FILES_A_COMMIT]
            message = f"Files {first + 1} to {first + len(names)} of {len(missing)}, pushed by capaug"
            additions = [_addition(name, files[name]) for name in names]
            commits.append(message)
            api.create_commit(repo, additions, commit_message=message, repo_type="dataset")
    return Pushed(repo, f"{api.endpoint}/datasets/{repo}", private, len(files), len(missing))


def _checked(folder: Path, repo: str, licence: str) -> Manifest:
    """The manifest of a folder that may be pushed, as far as can be told without the Hub: the quick checks first.

    Raises:
        UsageError: no such name of a repository, or a licence that the Hub does not know.
        InputError: the folder is unfinished or broken, or ``load_dataset`` does not read its shards.
    """
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    try:
        validate_repo_id(repo)
    except HFValidationError:
        raise _no_name(repo) from None
    check_licence(licence)
    manifest = Manifest.read(folder)
    if shard_format(manifest.format).suffix not in LOADED:
        raise InputError(
            f"{folder}: not pushed: load_dataset does not read {manifest.format} shards as rows;"
            " generate them with --format parquet"
        )
    if broken := next(broken_files(folder, manifest), None):
        raise InputError(f"{folder}: not pushed: {broken}")
    return manifest


def _no_name(repo: str) -> UsageError:
    return UsageError(f"{repo!r} is no name of a repository; give NAMESPACE/NAME or NAME")


def _lay_down(files: dict[str, Path | bytes], to: Path) -> None:
    """Write the files of the repository into a folder.

    Raises:
        OutputError: it holds other things or cannot be written.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
        if any(to.iterdir()):
            raise OutputError(f"{to}: the folder holds other things; name a new or an empty one")
        for name, data in files.items():
            place = to / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(data, bytes):
                place.write_bytes(data)
            else:
                shutil.copyfile(data, place)
    except OSError as error:
        raise OutputError(f"{to}: cannot write there: {error.strerror}") from None


def _check_card(text: str, licence: str) -> None:
    """Ask the Hub whether it takes the card.

    Raises:
        UsageError: it does not: the licence is the one thing in it that a user has written.
    """
    from huggingface_hub import DatasetCard

    try:
        DatasetCard(text).validate()
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"--license {licence}: the Hub does not take the card ({reason})") from None


def _addition(name: str, data: Path | bytes) -> CommitOperationAdd:
    from huggingface_hub import CommitOperationAdd

    return CommitOperationAdd(name, str(data) if isinstance(data, Path) else data)


def _files(folder: Path, manifest: Manifest, text: str) -> dict[str, Path | bytes]:
    """The files of the repository in the order in which they go there: paths, and what is other than in the folder."""
    names = [file.file for file in [*manifest.shards, *manifest.reject_shards]]
    names += [summary_file(index) for index, _ in manifest.numbered()]
    names += [RUN, *(file.file for file in manifest.other_files if file.file != CARD)]
    readme = written_file(CARD, text.encode())
    others = [readme if file.file == CARD else file for file in manifest.other_files]
    return {
        **{name: folder / name for name in names},
        CARD: text.encode(),
        MANIFEST: seal(asdict(replace(manifest, other_files=others))),
    }


def _whole(api: HfApi, repo: str, files: dict[str, Path | bytes]) -> set[str]:
    """Those of ``files`` that the repository holds already, to the byte.

    Raises:
        InputError: it holds others, or the files of another run.
    """
    from huggingface_hub.hf_api import RepoFile

    found = set()
    for file in api.list_repo_tree(repo, repo_type="dataset", recursive=True):
        if not isinstance(file, RepoFile) or file.path == OF_THE_HUB:
            continue
        if file.path not in files:
            raise InputError(f"{repo}: the repository holds other things ({file.path}); name another one")
        if _is_same(file, files[file.path]):
            found.add(file.path)
        elif file.path not in OURS_TO_CHANGE:
            raise InputError(
                f"{repo}: the repository holds another run ({file.path} differs);"
                " name another one, or delete that one first"
            )
    return found


def _is_same(there: RepoFile, here: Path | bytes) -> bool:
    size = len(here) if isinstance(here, bytes) else here.stat().st_size
    if there.size != size:
        return False
    if there.lfs is not None:
        with io.BytesIO(here) if isinstance(here, bytes) else here.open("rb") as file:
            return bool(there.lfs.sha256 == hashlib.file_digest(file, "sha256").hexdigest())
    data = here if isinstance(here, bytes) else here.read_bytes()  # small: large files are kept the other way
    return bool(there.blob_id == hashlib.sha1(b"blob %d\0" % size + data).hexdigest())  # as git names it


def _check_visibility(repo: str, private: bool, public: bool) -> None:
    if public and private:
        raise InputError(f"{repo}: the repository is private; leave out --public, or make it public on the Hub first")
    if not public and not private:
        raise InputError(f"{repo}: the repository is public; say --public if everybody may read the folder")


@contextlib.contextmanager
def _in_one_line(repo: str, commits: Sequence[str]) -> Iterator[None]:
    """Turn what the Hub and the way there may raise into one line each; ``commits`` are those that were begun."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    try:
        yield
    except CapaugError:
        raise
    except HFValidationError:
        raise _no_name(repo) from None
    except OfflineModeIsEnabled:
        raise InputError("HF_HUB_OFFLINE is set, so the Hub is not asked; unset it to push") from None
    except HfHubHTTPError as error:
        raise InputError(f"{repo}: {_answer(error, _left(commits))}") from None
    except Exception as error:  # of whichever library the connection is by
        cause = error.__cause__ or error
        reason = " ".join(f"{type(cause).__name__}: {cause}".split()).rstrip(": ")
        what = "the push broke off" if commits else "the Hub cannot be reached"
        raise InputError(f"{repo}: {what} ({reason}); {_left(commits)}") from None


def _left(commits: Sequence[str]) -> str:
    """How things stand on the Hub after an error."""
    if not commits:
        return "nothing was sent; the same command tries again"
    return "what is there stays, the same command goes on from it"


def _answer(error: HfHubHTTPError, left: str) -> str:
    """What an answer of the Hub means for who pushes."""
    status = error.response.status_code
    said = " ".join((error.server_message or "").split())
    told = f"the Hub answered {status}" + (f" ({said})" if said else "")
    if status == 401:
        return f"{told}: it does not know the token; log in again with hf auth login, or set HF_TOKEN"
    if status == 403:
        return f"{told}: the token may not write there; name a namespace of yours, or use a token that may write"
    if status == 404:
        return f"{told}: no such namespace, or none that the token may see"
    return f"{told}; {left}"
