"""What is learnt from the examples in `data/`: what is wanted, who is in danger, and which topic is described."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

from bot.understanding.danger import DangerModel, learn_danger
from bot.understanding.described import DescribedTopics, learn_described
from bot.understanding.lexicon import Lexicon
from bot.understanding.pipeline import fact_finder
from bot.understanding.scene import Lesson
from bot.understanding.understand import FactFinder
from bot.understanding.wanted import WantedModel, learn
from catalogue.region import Region

_WANTED, _DANGER, _DESCRIBED = "wanted.json", "danger.json", "described.joblib"
_CRISIS = "crisis"
# An example's words, and what annotators marked in it.
Annotated = tuple[Doc, list[dict[str, Any]]]
# So many words of a topic stand beside its descriptions, each in the plainest of wishes.
_MOST_NAMES, _NAMED = 3, "Ich suche etwas zu {}"


@dataclass(frozen=True)
class Taught:
    """Three models; untaught, they decide nothing."""

    wanted: WantedModel = field(default_factory=WantedModel)
    danger: DangerModel = field(default_factory=DangerModel)
    described: DescribedTopics = field(default_factory=DescribedTopics)

    def save(self, folder: Path) -> None:
        self.wanted.save(folder / _WANTED)
        self.danger.save(folder / _DANGER)
        self.described.save(folder / _DESCRIBED)

    @classmethod
    def read(cls, folder: Path) -> "Taught":
        return cls(
            WantedModel.read(folder / _WANTED),
            DangerModel.read(folder / _DANGER),
            DescribedTopics.read(folder / _DESCRIBED),
        )

    def hand_to(self, nlp: Language) -> None:
        """Let a pipeline read facts with what was learnt."""
        finder = fact_finder(nlp)
        finder.model, finder.subjects.described = self.wanted, self.described


def teach(nlp: Language, training_data: TrainingData) -> Taught:
    """Learn from the examples; `nlp` is a pipeline that knows no catalogue."""
    finder, annotated = fact_finder(nlp), annotated_docs(nlp, training_data)
    return Taught(
        learn(lessons_of(finder, annotated)),
        learn_danger(cries_of(training_data, finder.lexicon), finder.lexicon),
        learn_described(descriptions_of(finder, annotated, training_data)),
    )


def annotated_docs(nlp: Language, training_data: TrainingData) -> list[Annotated]:
    """The examples with entities, read as far as their words: the finder looks for the mentions itself."""
    examples = [message for message in training_data.training_examples if message.get(ENTITIES)]
    with nlp.select_pipes(enable="bildungslotse_words"):
        return [(nlp(message.get(TEXT)), message.get(ENTITIES)) for message in examples]


def is_cry(example: Message) -> bool:
    """Whether the writer of an example is in danger."""
    return bool(example.get(INTENT) == _CRISIS)


def cries_of(training_data: TrainingData, lexicon: Lexicon) -> list[tuple[str, bool]]:
    """What the examples teach about danger: each text, and whether its writer is in danger.

    Who describes a topic is not, unless he says what people in danger say.
    """
    said = [(str(item.get(TEXT)), is_cry(item)) for item in training_data.intent_examples]
    described = (text for text in training_data.entity_synonyms if not any(p.search(text) for p in lexicon.danger))
    return [*said, *((text, False) for text in described)]


def lessons_of(finder: FactFinder, annotated: Iterable[Annotated]) -> list[Lesson]:
    """What the examples with entities teach, a mention at a time (see `Scene.labelled`)."""
    return [lesson for doc, entities in annotated for lesson in finder.labelled(doc, entities)]


def descriptions_of(finder: FactFinder, annotated: Iterable[Annotated], training_data: TrainingData) -> dict[str, str]:
    """Texts with the topic each asks for: the descriptions, the examples that name just one, and the topics' words."""
    region = finder.lexicon.region
    synonyms = training_data.entity_synonyms.items()
    found = {text: topic for text, topic in synonyms if topic in region.topics} | _named(region)
    topics = ((doc.text, finder.only_topic(doc, entities)) for doc, entities in annotated)
    return found | {text: topic for text, topic in topics if topic}


def _named(region: Region) -> dict[str, str]:
    words: dict[str, list[str]] = {}
    for text, meaning in region.vocabulary.entries():
        if meaning.field == "topic":
            words.setdefault(meaning.value, []).append(text)
    return {_NAMED.format(text): topic for topic, texts in words.items() for text in islice(texts, _MOST_NAMES)}
