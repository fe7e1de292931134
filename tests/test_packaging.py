"""What an installation puts into site-packages, from a wheel and in editable mode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGES = {"capaug", "capaug_cli", "capaug_recipes"}


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def python(site: Path, code: str) -> str:
    """Run ``code`` in a clean interpreter that has ``site`` for its only site-packages folder."""
    begin = f"import site; site.addsitedir({str(site)!r})\n"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", begin + code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", name="tree")
def tree_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what an installation is made from, so that building leaves nothing behind."""
    tree = tmp_path_factory.mktemp("tree")
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("capaug", "cli", "recipes", "licences"):
        shutil.copytree(ROOT / name, tree / name, ignore=left_out)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tree / name)
    (tree / "tests").mkdir()
    (tree / "tests" / "test_nothing.py").touch()
    return tree


@pytest.fixture(scope="module", name="wheel")
def wheel_fixture(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", folder, tree)
    (wheel,) = folder.glob("capaug-*.whl")
    return wheel


def test_the_wheel_takes_no_common_name(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == PACKAGES


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    files = [path.relative_to(ROOT) for path in (ROOT / "capaug").rglob("*") if path.is_file()]
    mine = {str(path) for path in files if "__pycache__" not in path.parts}
    mine |= {f"capaug_cli/{path.name}" for path in (ROOT / "cli").glob("*.py")}
    mine |= {f"capaug_recipes/{path.name}" for path in (ROOT / "recipes").glob("*.yaml")}
    assert sorted(mine - packed) == []
    assert not [name for name in packed if name.endswith(".pyc")]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
    assert "capaug = capaug_cli.main:main" in archive.read(f"{info}/entry_points.txt").decode()
    metadata = archive.read(f"{info}/METADATA").decode()
    assert "License-Expression: Apache-2.0" in metadata
    texts = ["LICENSE", "NOTICE", *(f"licences/{path.name}" for path in (ROOT / "licences").iterdir())]
    assert {f"{info}/licenses/{text}" for text in texts} <= set(archive.namelist())


def test_the_wheel_installs(wheel: Path, tmp_path: Path) -> None:
    pip("install", "--no-deps", "--no-index", "--quiet", "--target", tmp_path, wheel)
    assert (tmp_path / "bin" / "capaug").is_file()
    code = "from importlib.resources import files; print(files('capaug_recipes'), files('capaug_cli'), sep='\\n')"
    assert python(tmp_path, code).split() == [str(tmp_path / "capaug_recipes"), str(tmp_path / "capaug_cli")]


def test_the_wheel_augments(wheel: Path, tmp_path: Path) -> None:
    """What is installed has all the data that it reads."""
    pip("install", "--no-deps", "--no-index", "--quiet", "--target", tmp_path, wheel)
    code = (
        "import capaug, json\n"
        "row = capaug.Augmenter(device='cpu').augment_captions(['A man riding a brown horse on the beach.'])[0]\n"
        "print(json.dumps([capaug.__file__, len(row.positives), len(row.negatives)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    file, positives, negatives = json.loads(done.stdout)
    assert Path(file).is_relative_to(tmp_path) and positives and negatives


def test_the_editable_installation_takes_no_common_name(tree: Path, tmp_path: Path) -> None:
    pip("install", "--no-deps", "--no-build-isolation", "--quiet", "--target", tmp_path, "--editable", tree)
    code = (
        "import importlib.util as u\n"
        "for name in ('capaug', 'capaug_cli', 'capaug_recipes'):\n"
        "    print(u.find_spec(name).submodule_search_locations[0])\n"
        "for name in ('cli', 'recipes', 'tests'):\n"
        "    assert u.find_spec(name) is None, name\n"
    )
    found = [Path(line).resolve() for line in python(tmp_path, code).splitlines()]
    assert found == [tree.resolve() / name for name in ("capaug", "cli", "recipes")]


def test_constraints_pin_every_dependency() -> None:
    """Each requirement of the project and of its extras has exactly one pin, in a form any index can serve."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    pins = dict(line.split("==") for line in lines)
    assert len(pins) == len(lines)
    assert pins["torch"] == "2.13.0"
    assert not [version for version in pins.values() if "+" in version or "@" in version or "/" in version]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    names = {name.lower() for name in pins}
    assert {requirement.split(">")[0].lower() for requirement in wanted} <= names


def test_torch_comes_with_extras_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    torch = "torch>=2.4"
    assert not [name for name in project["dependencies"] if name.startswith(("torch", "transformers", "scikit-learn"))]
    assert {name for name, extra in project["optional-dependencies"].items() if torch in extra} == {
        "torch",
        "transformers",
        "training",
        "dev",
    }


def test_the_citation_is_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {key: citation[key] for key in ("title", "version", "license", "abstract", "keywords")} == {
        "title": project["name"],
        "version": project["version"],
        "license": project["license"],
        "abstract": project["description"],
        "keywords": project["keywords"],
    }


def test_the_citation_follows_its_format() -> None:
    """What the schema of the Citation File Format 1.2.0 asks for, of the keys that are used."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    texts = ("cff-version", "message", "title", "abstract", "type", "version", "license")
    assert set(citation) == {*texts, "authors", "keywords"}
    assert all(isinstance(citation[key], str) and citation[key] for key in texts)
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "software")
    people, entities = {"family-names", "given-names", "orcid", "affiliation"}, {"name", "website"}
    for author in citation["authors"]:
        assert set(author) <= people or set(author) <= entities
        assert {"name", "family-names"} & set(author)
    keywords = citation["keywords"]
    assert keywords
    assert len(set(keywords)) == len(keywords)
    assert all(isinstance(word, str) for word in keywords)


def test_continuous_integration_runs_every_python_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3." in line}
    assert set(job["strategy"]["matrix"]["python"]) == named
    assert "bash .ci/run" in [step.get("run") for step in job["steps"]]


def test_type_checkers_find_an_editable_install(tree: Path, tmp_path: Path) -> None:
    """They read path files but run no finder: a path must lead to the package, and to nothing else."""
    pip("install", "--no-deps", "--no-build-isolation", "--quiet", "--target", tmp_path, "--editable", tree)
    lines = [line for file in tmp_path.glob("*.pth") for line in file.read_text(encoding="utf-8").splitlines()]
    (folder,) = [Path(line) for line in lines if line and not line.startswith("import ")]
    assert [entry.name for entry in folder.iterdir()] == ["capaug"]
    assert (folder / "capaug").resolve() == tree.resolve() / "capaug"
    assert (folder / "capaug" / "py.typed").is_file()
