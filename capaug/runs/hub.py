"""An output folder as a dataset repository of the HuggingFace Hub.

What the Hub holds is the folder, with a card that names repository and licence. Files go there in commits of
:data:`FILES_A_COMMIT`, the manifest with the last of them; what is there already is not sent again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import CapaugError, InputError, UsageError
from capaug.runs.card import card
from capaug.runs.companions import examples
from capaug.runs.files import broken_files
from capaug.runs.layout import CARD, MANIFEST, RUN, summary_file
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import seal
from capaug.runs.shards import written_file

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, HfApi
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.hf_api import RepoFile

FILES_A_COMMIT = 100
OF_THE_HUB = ".gitattributes"  # a new repository holds that
OURS_TO_CHANGE = (CARD, MANIFEST)  # the licence may be another the next time


@dataclass(frozen=True, slots=True)
class Pushed:
    """What is on the Hub: the repository, and how many of its files this call sent."""

    repo: str
    url: str
    private: bool
    files: int
    sent: int


def push(path: str | Path, repo: str, *, licence: str, public: bool = False) -> Pushed:
    """Put a finished folder, whose files are whole, on the Hub.

    Args:
        path: output folder.
        repo: ``NAMESPACE/NAME``, or ``NAME`` in the user's own namespace; made if there is none.
        licence: the Hub's name of the captions' licence (``cc-by-4.0``, ``other``, ...).
        public: whether everybody may read it.

    Raises:
        UsageError: no such name of a repository, or a licence that the Hub does not know.
        InputError: the folder is unfinished or broken, there is no token or it has no right, the repository holds
            something else or is public where that was not asked for, or the connection broke.
    """
    folder = Path(path)
    manifest = Manifest.read(folder)
    if broken := next(broken_files(folder, manifest), None):
        raise InputError(f"{folder}: not pushed: {broken}")
    import huggingface_hub

    if huggingface_hub.get_token() is None:
        raise InputError("no token of the Hub: log in with hf auth login, or set HF_TOKEN to a token that may write")
    api = huggingface_hub.HfApi()
    with _in_one_line(repo):
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
            api.create_commit(repo, additions, commit_message=message, repo_type="dataset")
    return Pushed(repo, f"{api.endpoint}/datasets/{repo}", private, len(files), len(missing))


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
def _in_one_line(repo: str) -> Iterator[None]:
    """Turn what the Hub and the way there may raise into one line each."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    try:
        yield
    except CapaugError:
        raise
    except HFValidationError:
        raise UsageError(f"{repo!r} is no name of a repository; give NAMESPACE/NAME or NAME") from None
    except OfflineModeIsEnabled:
        raise InputError("HF_HUB_OFFLINE is set, so the Hub is not asked; unset it to push") from None
    except HfHubHTTPError as error:
        raise InputError(f"{repo}: {_answer(error)}") from None
    except Exception as error:  # of whichever library the connection is by
        cause = error.__cause__ or error
        reason = " ".join(f"{type(cause).__name__}: {cause}".split()).rstrip(": ")
        raise InputError(
            f"{repo}: the push broke off ({reason}); what is there stays, the same command goes on from it"
        ) from None


def _answer(error: HfHubHTTPError) -> str:
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
    return f"{told}; what is there stays, the same command goes on from it"
