"""Which model fits: a fingerprint of everything that a model is made of."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import training
from bot.settings import Settings
from catalogue.region import Region


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of everything that a model is made of."""
    folder = tmp_path / "project"
    for source in ("config.yml", "domain.yml", "catalogue/german.py", "catalogue/vocabulary.py"):
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(training.PROJECT / source, folder / source)
    for source in ("data", "bot/understanding"):
        shutil.copytree(training.PROJECT / source, folder / source)
    monkeypatch.setattr(training, "PROJECT", folder)
    yield folder


@pytest.fixture
def own_settings(region: Region, tmp_path: Path) -> Settings:
    """Settings with a region and a data directory of their own."""
    folder = tmp_path / "region"
    shutil.copytree(region.folder, folder)
    return replace(Settings(), region_dir=folder, data_dir=tmp_path / "data")


def append(path: Path, text: str = "\n# anders\n") -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_same_data_have_the_same_fingerprint(project: Path, own_settings: Settings) -> None:
    assert training.fingerprint(own_settings) == training.fingerprint(own_settings)


@pytest.mark.parametrize(
    "file", ["config.yml", "domain.yml", "data/nlu/search.yml", "data/rules/turns.yml", "bot/understanding/phrases.yml",
             "bot/understanding/turn.py", "catalogue/german.py"],
)  # fmt: skip
def test_the_fingerprint_changes_with_every_source(file: str, project: Path, own_settings: Settings) -> None:
    before = training.fingerprint(own_settings)
    append(project / file)
    assert training.fingerprint(own_settings) != before


@pytest.mark.parametrize("file", ["topics.yml", "audiences.yml", "places.csv", "region.yml"])
def test_the_fingerprint_changes_with_the_region(file: str, project: Path, own_settings: Settings) -> None:
    before = training.fingerprint(own_settings)
    append(own_settings.region_dir / file)
    assert training.fingerprint(own_settings) != before


def test_the_fingerprint_changes_with_a_new_file_of_examples(project: Path, own_settings: Settings) -> None:
    before = training.fingerprint(own_settings)
    append(project / "data" / "nlu" / "new.yml")
    assert training.fingerprint(own_settings) != before


def test_the_fingerprint_does_not_depend_on_the_catalogue(project: Path, own_settings: Settings) -> None:
    before = training.fingerprint(own_settings)
    other = replace(own_settings, database_url="sqlite:////elsewhere.db", fixed_day=None, port=1)
    assert training.fingerprint(other) == before


def test_without_a_model_none_fits(project: Path, own_settings: Settings) -> None:
    assert training.fitting_model(own_settings) is None


def test_a_model_fits_until_the_data_change(project: Path, own_settings: Settings) -> None:
    models = own_settings.data_dir / "models"
    models.mkdir(parents=True)
    model = models / f"{own_settings.region_dir.name}-{training.fingerprint(own_settings)}.tar.gz"
    model.write_bytes(b"")
    assert training.fitting_model(own_settings) == model
    append(project / "domain.yml")
    assert training.fitting_model(own_settings) is None


def test_the_trained_model_fits(settings: Settings) -> None:
    assert training.fitting_model(settings) is not None
