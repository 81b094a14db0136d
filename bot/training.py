"""Training a model, and finding the one that fits the present data."""

import hashlib
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.region_in_use import counting_now, using
from bot.settings import Settings
from catalogue.errors import BildungslotseError
from catalogue.region import Region

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).parent.parent
_SOURCES = ("config.yml", "domain.yml", "data", "bot/understanding", "catalogue/german.py", "catalogue/vocabulary.py")


class TrainingError(BildungslotseError):
    """The training data cannot be trained with."""

    code = "training"


def fingerprint(settings: Settings) -> str:
    """Changes with everything that a model needs to fit: configuration, data, vocabulary, code.

    What staff publish is no part of it: words count without training, so that nobody waits for one (decision 22).
    """
    digest = hashlib.sha256()
    paths = [path for source in _SOURCES for path in _files(PROJECT / source)]
    paths += [path for folder in _region_folders(settings) for path in sorted(folder.glob("*.yml"))]
    for path in [*paths, settings.region_dir / "places.csv"]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    # Glossaries of other languages put messages into German; nothing is learnt from them.
    found = (path for path in source.rglob("*") if path.suffix in (".yml", ".py"))
    return sorted(path for path in found if path.parent.name != "glossaries")


def _region_folders(settings: Settings) -> list[Path]:
    from catalogue.region import DEFAULT_REGION

    return list(dict.fromkeys([settings.region_dir, DEFAULT_REGION]))


def fitting_model(settings: Settings) -> Path | None:
    """The stored model that was trained with the present data; None where there is none."""
    path = _model_path(settings)
    return path if path.is_file() else None


def _model_path(settings: Settings) -> Path:
    return settings.data_dir / "models" / f"{settings.region_dir.name}-{fingerprint(settings)}.tar.gz"


@contextmanager
def _one_validator() -> Iterator[None]:
    """Check annotations with one validator. Rasa builds one for every entity, and checks the schema itself."""
    from jsonschema import Draft7Validator
    from rasa.shared.nlu.training_data.schemas import data_schema
    from rasa.shared.utils import validation

    usual = validation.validate_training_data
    validator = Draft7Validator(data_schema.entity_dict_schema())

    def validate(data: dict[str, Any], schema: dict[str, Any]) -> None:
        if schema != validator.schema or not validator.is_valid(data):
            usual(data, schema)

    validation.validate_training_data = validate
    try:
        yield
    finally:
        validation.validate_training_data = usual


def train(settings: Settings) -> Path:
    """Train and store a model, with the words that staff published; older ones of the region are removed.

    Raises TrainingError.
    """
    region = counting_now(settings).region
    target = _model_path(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        model = train_with([PROJECT / "data"], region, Path(folder) / "model.tar.gz")
        for old in target.parent.glob(f"{settings.region_dir.name}-*.tar.gz"):
            old.unlink()
        shutil.move(model, target)
    return target


def train_with(files: Sequence[Path], region: Region, target: Path) -> Path:
    """Train a model with files and folders of training data, for a region. Raises TrainingError."""
    from rasa.model_training import train as rasa_train

    with warnings.catch_warnings(), _one_validator(), using(region):
        # Rasa counts its own components only; here the tokenizer learns from the annotated examples and the synonyms.
        warnings.filterwarnings("ignore", "You have defined (training data|synonyms)", UserWarning)
        result = rasa_train(
            domain=str(PROJECT / "domain.yml"),
            config=str(PROJECT / "config.yml"),
            training_files=[str(path) for path in files],
            output=str(target.parent),
            force_training=True,
            fixed_model_name=target.name.removesuffix(".tar.gz"),
        )
    if result.code != 0 or result.model is None:
        raise TrainingError("Das Training ist gescheitert. Bitte die Trainingsdaten in data/ prüfen.")
    return Path(result.model)
