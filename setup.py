"""Which folders become which packages; all else is in pyproject.toml.

``cli/`` and ``recipes/`` are installed as ``capaug_cli`` and ``capaug_recipes``, so that no common name is taken.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["capaug", "capaug.*"]), "capaug_cli", "capaug_cli.evaluate", "capaug_recipes"],
    package_dir={"capaug_cli": "cli", "capaug_recipes": "recipes"},
    package_data={
        "capaug": ["py.typed", "lexicon/data/**", "runs/*.jinja", "sources/sample/**", "report/**", "weights/**"],
        "capaug_cli": ["py.typed"],
        "capaug_recipes": ["*.yaml", "training/*.yaml"],
    },
    exclude_package_data={"": ["__pycache__/*", "**/__pycache__/*", "*.pyc"]},
)
