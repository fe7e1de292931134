"""Which folders become which packages; all else is in pyproject.toml.

``cli/`` and ``recipes/`` are installed as ``capaug_cli`` and ``capaug_recipes``, so that no common name is taken.
"""

from pathlib import Path
from typing import Any

from setuptools import find_packages, setup
from setuptools.command.editable_wheel import editable_wheel


class EditableWheel(editable_wheel):
    """An editable install that type checkers and editors can follow.

    The folders that are renamed make setuptools install a finder, which only a running Python asks. A path file beside
    it names a folder that holds nothing but a link to the package, so that no common name is taken.
    """

    def _select_strategy(self, *arguments: Any) -> Any:
        return _WithPath(super()._select_strategy(*arguments))


class _WithPath:
    """A way of editable installation that adds the path of a link to the package."""

    def __init__(self, strategy: Any) -> None:
        self._strategy = strategy

    def __call__(self, wheel: Any, files: list[str], mapping: dict[str, str]) -> None:
        self._strategy(wheel, files, mapping)
        root = Path(__file__).parent.resolve()
        link = root / "build" / "typed" / "capaug"
        try:
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(root / "capaug", target_is_directory=True)
        except OSError:  # a system without links: programs run all the same
            return
        wheel.writestr("__editable__.capaug.typed.pth", f"{link.parent}\n")

    def __enter__(self) -> Any:
        self._strategy.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._strategy.__exit__(*error)


setup(
    cmdclass={"editable_wheel": EditableWheel},
    packages=[*find_packages(include=["capaug", "capaug.*"]), "capaug_cli", "capaug_cli.evaluate", "capaug_recipes"],
    package_dir={"capaug_cli": "cli", "capaug_recipes": "recipes"},
    package_data={
        "capaug": [
            "py.typed",
            "english/*.tsv",
            "evaluation/gold/*",
            "lexicon/data/**",
            "runs/*.jinja",
            "sources/sample/**",
            "report/**",
            "tokens/*.tsv",
            "weights/**",
        ],
        "capaug_cli": ["py.typed"],
        "capaug_recipes": ["*.yaml", "training/*.yaml"],
    },
    exclude_package_data={"": ["__pycache__/*", "**/__pycache__/*", "*.pyc"]},
)
