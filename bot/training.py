"""Training a model, and finding the one that fits the present data."""

import hashlib
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bot.region_in_use import counting_now, using
from bot.retraining.cards import Card, Cards, Data
from bot.retraining.models import Models
from bot.retraining.shelf import BASE, Shelf
from bot.review.labels import Label, Labels
from bot.review.sources import count_sentences, with_labels
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.errors import BildungslotseError
from catalogue.region import Region

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).parent.parent
# Folders in which a process trains a model begin like this, with its number.
UNFINISHED = ".training-"
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


def shelf_of(settings: Settings) -> Shelf:
    """The models of the region that fit the present data."""
    return Shelf(settings.data_dir / "models", settings.region_dir.name, fingerprint(settings))


def models_of(settings: Settings) -> Models:
    """The same with their cards."""
    return Models(shelf_of(settings), Cards(settings.data_dir / "models" / "cards"))


def fitting_model(settings: Settings) -> Path | None:
    """The base model that was trained with the present data; None where there is none."""
    path = shelf_of(settings).path_of(BASE)
    return path if path.is_file() else None


def counting_model(settings: Settings) -> Path | None:
    """The model to answer with: the one that staff promoted, if it fits, else the base model; None without one."""
    return shelf_of(settings).counting_model()


def taught_labels(settings: Settings) -> list[Label]:
    """What staff said of messages, as far as it teaches. Makes no database where there is none."""
    address = make_url(settings.conversations_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return []
    engine = open_stored(settings.conversations_url)
    try:
        return Labels(engine).taught()
    finally:
        engine.dispose()


def nlu_sources() -> dict[str, str]:
    """The training data by their paths below `data/`."""
    folder = PROJECT / "data"
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yml"))}


def write_sources(folder: Path, sources: Mapping[str, str]) -> None:
    """Write training data below a folder; what is empty is left out."""
    for name, text in sources.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


def content_of(labels: Sequence[Label]) -> str:
    """A digest of what labels teach."""
    said = sorted((label.text, label.intent, repr(label.entities), label.topic, label.is_real) for label in labels)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


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
    """Train and store the base model, with the words that staff published and the labels that teach.

    Models of the region that fit no longer are removed; what staff promoted stays as long as it fits. Raises
    TrainingError.
    """
    shelf = shelf_of(settings)
    train_model(settings, taught_labels(settings), BASE, by="", at=settings.now().isoformat(timespec="seconds"))
    shelf.tidy()
    return shelf.path_of(BASE)


def train_model(settings: Settings, labels: Sequence[Label], number: int, by: str, at: str) -> Card:
    """Train a model of a number with labels, and put it and a card on the shelf. Raises TrainingError."""
    shelf, counting = shelf_of(settings), counting_now(settings)
    target, sources = shelf.path_of(number), with_labels(nlu_sources(), labels)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place until it is whole: whoever ends this process leaves no half model.
    with tempfile.TemporaryDirectory(prefix=f"{UNFINISHED}{os.getpid()}-", dir=target.parent) as name:
        folder = Path(name)
        write_sources(folder / "data", sources)
        trained = train_with([folder / "data"], counting.region, folder / "model.tar.gz")
        sentences, real = count_sentences(sources)
        data = Data(sentences, real, tuple(label.id for label in labels), content_of(labels), counting.number)
        card = Card(shelf.name_of(number), number, shelf.fingerprint, at, by, data)
        trained.replace(target)
        models_of(settings).cards.keep(card)
    return card


def train_with(files: Sequence[Path], region: Region, target: Path) -> Path:
    """Train a model with files and folders of training data, for a region. Raises TrainingError."""
    # Rasa would keep pieces of what it learnt in a cache that nobody reads, and visitors' words with them.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    from rasa.model_training import train as rasa_train

    # Rasa tells where its model lies; what a command answers with is its own.
    with warnings.catch_warnings(), _one_validator(), using(region), redirect_stdout(sys.stderr):
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
