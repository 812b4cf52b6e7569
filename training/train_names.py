"""python -m training.train_names DICTIONARY WHEEL [OUT]: make the model of the name tagger.

DICTIONARY is `jieba/dict.txt` of jieba 0.42.1 (MIT), WHEEL that of JioNLP 1.5.31 (Apache-2.0),
whose words, places and explanations of words are used. Everything else is generated; the same
numpy gives the same model. Prints recall and precision on generated text that was not trained on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.recognizers import name_features as features
from deident.recognizers import tagger
from training import jionlp
from training.generate import Text, texts
from training.vocabulary import HERE, Vocabulary, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = NDArray[np.float32]

SURNAMES = HERE / "surnames.tsv"
EPOCHS, BATCH, GROUPS, STEP, DECAY, DROPPED = 5, 4096, 1500, 0.15, 2e-6, 0.3
MISSED_BEGINNINGS = 0.002
"""The share of names that the first judgement may lose."""
THRESHOLD = 0.0


def lexicon(words: Vocabulary) -> NDArray[np.uint8]:
    """Write the dictionary into two tables of classes."""
    size = 1 << features.LEXICON_BITS
    table = np.zeros(2 * size, dtype=np.uint8)
    for length in (2, 3):
        own = [word for word in sorted(words.lexicon) if len(word) == length]
        parts = [np.array([ord(word[i]) for word in own], dtype=np.uint32) for i in range(length)]
        ranks = np.array([words.lexicon[word] for word in own], dtype=np.uint8)
        for offset, slot in ((0, 101), (size, 102)):
            np.maximum.at(
                table, offset + (features.mixed(slot, *parts) & np.uint32(size - 1)), ranks
            )
    return table


def fitted(rows: NDArray[np.uint32], truth: NDArray[np.bool_], bits: int, seed: int) -> Weights:
    """Fit a logistic regression on hashed features with Adagrad."""
    weights = np.zeros(1 << bits, dtype=np.float32)
    seen = np.full(1 << bits, 1e-3, dtype=np.float32)
    order = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for batch in np.array_split(order.permutation(len(rows)), max(1, len(rows) // BATCH)):
            own = rows[batch]
            odds = weights[own].sum(axis=1)
            error = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))) - truth[batch]
            flat = own.ravel()
            slope = np.bincount(flat, np.repeat(error, own.shape[1]), minlength=1 << bits)
            touched = np.flatnonzero(slope)
            step = slope[touched].astype(np.float32) + DECAY * BATCH * weights[touched]
            seen[touched] += step * step
            weights[touched] -= STEP * step / np.sqrt(seen[touched])
    return weights


def fitted_together(
    rows: NDArray[np.uint32],
    truth: NDArray[np.bool_],
    first: NDArray[np.int64],
    bits: int,
    seed: int,
) -> Weights:
    """Fit a choice among the candidates of each place and none of them.

    A share of the features is left out at random, so that rare ones do not carry the judgement
    where common ones could.
    """
    weights = np.zeros(1 << bits, dtype=np.float32)
    seen = np.full(1 << bits, 1e-3, dtype=np.float32)
    order = np.random.default_rng(seed)
    edges = np.append(first, len(rows))
    blocks = np.array_split(np.arange(len(first)), max(1, len(first) // GROUPS))
    for _ in range(EPOCHS):
        for number in order.permutation(len(blocks)):
            low, high = edges[blocks[number][0]], edges[blocks[number][-1] + 1]
            own, starts = rows[low:high], edges[blocks[number]] - low
            kept = (order.random(own.shape) >= DROPPED) / (1 - DROPPED)
            odds = (weights[own] * kept).sum(axis=1)
            whole = np.logaddexp(0, np.logaddexp.reduceat(odds, starts))
            share = np.exp(odds - np.repeat(whole, np.diff(np.append(starts, high - low))))
            error = (share - truth[low:high])[:, None] * kept
            slope = np.bincount(own.ravel(), error.ravel(), minlength=1 << bits)
            touched = np.flatnonzero(slope)
            step = slope[touched].astype(np.float32) + DECAY * GROUPS * weights[touched]
            seen[touched] += step * step
            weights[touched] -= STEP * step / np.sqrt(seen[touched])
    return weights


def quantised(weights: Weights) -> tuple[NDArray[np.int8], float]:
    """Return weights in one byte each, and what one step is worth."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), scale


def _starts(model: features.Model, text: Text) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    own = features.codes(text.text)
    at = features.beginnings(own)
    return features.start_rows(model, own, at), np.isin(
        at - features.PAD, [s for s, _ in text.names]
    )


class _Candidates(NamedTuple):
    rows: NDArray[np.uint32]
    truth: NDArray[np.bool_]
    first: NDArray[np.int64]


def _names(model: features.Model, text: Text) -> _Candidates:
    own = features.codes(text.text)
    at = features.beginnings(own)
    totals = model.starts[features.start_rows(model, own, at)].sum(axis=1, dtype=np.int32)
    candidates = features.spans(own, at[totals * model.scales[0] >= model.thresholds[0]])
    keys = (candidates[:, 0] - features.PAD) * 8 + candidates[:, 2]
    truth = np.isin(keys, [start * 8 + end - start for start, end in text.names])
    # 欧阳修 is read as 欧 and as 欧阳; the longer surname is right.
    shadowed = np.isin(keys, keys[candidates[:, 1] == 2]) & (candidates[:, 1] == 1)
    return _Candidates(
        features.name_rows(model, own, candidates),
        truth & ~shadowed,
        tagger.groups(candidates),
    )


def _offsets(all_of_them: list[_Candidates]) -> list[NDArray[np.int64]]:
    sizes = np.cumsum([0, *(len(one.rows) for one in all_of_them)])
    return [one.first + size for one, size in zip(all_of_them, sizes, strict=False)]


def train(words: Vocabulary, count: int, characters: int) -> features.Model:
    """Train both judgements on generated texts."""
    table = lexicon(words)
    blank = np.zeros(1, dtype=np.int8)
    model = features.Model(
        lexicon=table, starts=blank, names=blank, scales=(1, 1), thresholds=(0, 0)
    )
    made = list(texts(words, 1, count, characters))
    pairs = [_starts(model, text) for text in made]
    rows, truth = (np.concatenate([pair[i] for pair in pairs]) for i in (0, 1))
    sys.stdout.write(f"{truth.sum()} names, {len(rows)} beginnings\n")
    starts, scale = quantised(fitted(rows, truth, features.START_BITS, 1))
    totals = starts[rows].sum(axis=1, dtype=np.int32) * scale
    least = float(np.quantile(totals[truth], MISSED_BEGINNINGS))
    sys.stdout.write(
        f"{f'first judgement keeps {(totals >= least).mean():.3f} of all beginnings'}\n"
    )
    model = features.Model(
        lexicon=table, starts=starts, names=blank, scales=(scale, 1), thresholds=(least, 0)
    )
    read_again = [_names(model, text) for text in made]
    rows = np.concatenate([one.rows for one in read_again])
    truth = np.concatenate([one.truth for one in read_again])
    first = np.concatenate(_offsets(read_again))
    names, second = quantised(fitted_together(rows, truth, first, features.NAME_BITS, 2))
    sys.stdout.write(f"{f'{len(rows)} candidates, {truth.sum()} true'}\n")
    return features.Model(
        lexicon=table,
        starts=starts,
        names=names,
        scales=(scale, second),
        thresholds=(least, THRESHOLD),
    )


def measured(model: features.Model, held_out: list[Text]) -> str:
    """Say how well a model reads texts it was not trained on."""
    lines = []
    for threshold in (-1.0, 0.0, 1.0, 2.0, 3.0):
        right = claimed = there = 0
        for text in held_out:
            found = {(n.start, n.end) for n in tagger.names(text.text, threshold, model)}
            right += len(found & set(text.names))
            claimed += len(found)
            there += len(text.names)
        lines.append(
            f"{threshold:+.0f}: recall {right / there:.4f} precision {right / max(1, claimed):.4f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Train, measure and write the model."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("dictionary", type=Path)
    arguments.add_argument("wheel", type=Path)
    arguments.add_argument("out", type=Path, nargs="?", default=tagger.MODEL)
    arguments.add_argument("--texts", type=int, default=800)
    chosen = arguments.parse_args()
    words = read(chosen.dictionary, SURNAMES, jionlp.read(chosen.wheel))
    model = train(words, chosen.texts, 50_000)
    sys.stdout.write(f"{measured(model, list(texts(words, 99, 4, 50_000)))}\n")
    np.savez_compressed(
        chosen.out, lexicon=model.lexicon, starts=model.starts, names=model.names,
        scales=np.array(model.scales), thresholds=np.array(model.thresholds),
    )  # fmt: skip


if __name__ == "__main__":
    main()
