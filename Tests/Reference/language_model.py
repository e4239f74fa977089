"""Language models by the book, for Tests/LanguageModelTests: Chen and Goodman's interpolated modified Kneser-Ney (1998),
Stolcke's entropy pruning (1998), both as plain sums over all words, and KenLM's scores of the same model.

    python language_model.py       # needs kenlm
"""
import functools
import gzip
import json
import math
import os
import random
from collections import Counter, defaultdict

import kenlm

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "LanguageModelTests", "Fixtures")
START, END, UNKNOWN = "<s>", "</s>", "<unk>"


def text(seed, count):
    """Sentences of a small language: words go on with a few others, each with a habit of its own."""
    rng = random.Random(seed)
    words = [a + b for a in "bdgkmt" for b in ("a", "e", "in", "or", "ue")] + ["it's", "été"]
    rare = [a + b for a in "fhjlnprsvz" for b in ("all", "ill", "oll", "ull")]
    follow = {w: rng.sample(words, 6) for w in words}
    sentences = []
    for _ in range(count):
        sentence = [rng.choice(words[:8])]
        while rng.random() < 0.8:
            weights = [1 / (k + 1) ** 1.5 for k in range(6)]
            sentence.append(rng.choices(follow[sentence[-1]], weights)[0] if rng.random() < 0.9 else rng.choice(words))
            if rng.random() < 0.08:
                sentence[-1:] = [rng.choice(rare), sentence[-1]]
        sentences.append(" ".join(sentence))
    return sentences


class KneserNey:
    def __init__(self, sentences, order):
        self.order = order
        raw = [Counter() for _ in range(order + 1)]
        for sentence in sentences:
            tokens = [START] + sentence.split() + [END]
            for n in range(1, order + 1):
                for i in range(len(tokens) - n + 1):
                    raw[n][tuple(tokens[i:i + n])] += 1
        # Adjusted counts: of the longest how often; of the others after how many words, or how often at a start.
        self.counts = [None] * (order + 1)
        self.counts[order] = dict(raw[order])
        for n in range(order - 1, 0, -1):
            before = defaultdict(set)
            for gram in raw[n + 1]:
                before[gram[1:]].add(gram[0])
            self.counts[n] = {g: c if g[0] == START else len(before[g]) for g, c in raw[n].items()}
        self.counts[1].pop((START,), None)
        self.words = sorted({g[0] for g in self.counts[1]} | {END, UNKNOWN})
        self.discounts = [None] + [self.discount(n) for n in range(1, order + 1)]

    def discount(self, n):
        t = Counter(self.counts[n].values())
        y = t[1] / (t[1] + 2 * t[2])
        return [0] + [k - (k + 1) * y * t[k + 1] / t[k] for k in (1, 2, 3)]

    def taken(self, n, count):
        return self.discounts[n][min(count, 3)]

    @functools.cache
    def followers(self, history):
        n = len(history) + 1
        return {g[-1]: c for g, c in self.counts[n].items() if g[:-1] == history}

    def weight(self, history):
        followers = self.followers(history)
        if not followers:
            return 1.0
        return sum(self.taken(len(history) + 1, c) for c in followers.values()) / sum(followers.values())

    @functools.cache
    def probability(self, word, history):
        shorter = self.probability(word, history[1:]) if history else 1 / len(self.words)
        followers = self.followers(history)
        if not followers:
            return shorter
        own = max(0, followers.get(word, 0) - self.taken(len(history) + 1, followers.get(word, 0))) / sum(followers.values())
        return own + self.weight(history) * shorter

    def table(self):
        """By n-gram: its probability, and the weight of shorter histories behind it."""
        grams = {(w,): self.probability(w, ()) for w in self.words}
        for n in range(2, self.order + 1):
            grams.update({g: self.probability(g[-1], g[:-1]) for g in self.counts[n]})
        histories = {g: self.weight(g) for g in grams if len(g) < self.order}
        if self.order > 1:
            histories[(START,)] = self.weight((START,))
        return grams, histories


class Backoff:
    """A model of n-grams and weights."""

    def __init__(self, words, grams, weights):
        self.words, self.grams, self.weights = words, grams, weights

    @functools.cache
    def probability(self, word, history):
        if history + (word,) in self.grams:
            return self.grams[history + (word,)]
        return self.weights.get(history, 1.0) * self.probability(word, history[1:])

    def marginals(self):
        """How often each history occurs in text of the model's kind."""
        share = {w: 1 / len(self.words) for w in self.words}
        for _ in range(200):
            before = dict(share)
            before[(START)] = before.pop(END)
            share = {w: sum(p * self.probability(w, (v,)) for v, p in before.items()) for w in self.words}
        marginals = {(w,): p for w, p in share.items()}
        marginals[(START,)] = share[END]
        for gram in sorted((g for g in self.grams if len(g) > 1), key=len):
            marginals[gram] = marginals[gram[:-1]] * self.grams[gram]
        return marginals

    def cost(self, gram, marginals):
        """The relative rise of perplexity if one n-gram is dropped: Kullback and Leibler's distance over all words."""
        history, dropped = gram[:-1], gram[-1]
        explicit = {w for w in self.words if history + (w,) in self.grams} - {dropped}
        left = 1 - sum(self.grams[history + (w,)] for w in explicit)
        weight = left / (1 - sum(self.probability(w, history[1:]) for w in explicit))
        distance = 0
        for word in self.words:
            p = self.probability(word, history)
            q = p if word in explicit else weight * self.probability(word, history[1:])
            distance += p * math.log(p / q)
        return math.expm1(marginals[history] * distance)

    def pruned(self, threshold):
        marginals = self.marginals()
        costs = {g: self.cost(g, marginals) for g in self.grams if len(g) > 1}
        for gram in sorted(costs, key=len, reverse=True):
            if len(gram) > 2:
                costs[gram[:-1]] = max(costs[gram[:-1]], costs[gram])
        return costs


def write_arpa(path, model, order):
    with gzip.GzipFile(path, "w", mtime=0) as out:
        levels = [sorted(g for g in model.grams if len(g) == n) for n in range(1, order + 1)]
        levels[0].append((START,))
        lines = ["\\data\\"] + [f"ngram {n}={len(grams)}" for n, grams in enumerate(levels, 1)]
        for n, grams in enumerate(levels, 1):
            lines += ["", f"\\{n}-grams:"]
            for gram in grams:
                probability = math.log10(model.grams[gram]) if gram in model.grams else -99
                line = f"{probability:.7f}\t{' '.join(gram)}"
                lines.append(line + (f"\t{math.log10(model.weights[gram]):.7f}" if gram in model.weights else ""))
        out.write("\n".join(lines + ["", "\\end\\", ""]).encode())


def main():
    sentences, other = text(1, 400), text(2, 40) + ["unheard words it's", "ba unheard da"]
    result = {"sentences": sentences, "other": other, "models": {}}
    for order in (1, 2, 3, 4):
        estimate = KneserNey(sentences, order)
        grams, weights = estimate.table()
        result["models"][order] = {
            "probabilities": {" ".join(g): math.log(p) for g, p in grams.items()},
            "weights": {" ".join(g): math.log(w) for g, w in weights.items()} if order > 1 else {}}
        if order == 3:
            model = Backoff(estimate.words, grams, weights)
            path = os.path.join(FIXTURES, "reference.arpa.gz")
            write_arpa(path, model, order)
            judge = kenlm.Model(path)
            result["kenlm"] = [judge.score(s) * math.log(10) for s in other]
            result["perplexity"] = 10 ** (-sum(judge.score(s) for s in other) / sum(len(s.split()) + 1 for s in other))
            result["costs"] = {" ".join(g): c for g, c in model.pruned(0).items()}
    with open(os.path.join(FIXTURES, "reference.json"), "w") as out:
        json.dump(result, out, ensure_ascii=False)


main()
