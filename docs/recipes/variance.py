"""How much of the variance of single answers lies between questions, between targets on a question, between samples, and between judges.

    candor export RUN --format jsonl > rows.jsonl
    python3 variance.py rows.jsonl refusal

Targets may be one model at several temperatures, with several system prompts, and so on; judges are the classifiers whose verdicts are stored. Components by the
method of moments for a question × target table with repeated samples (Searle, Casella and McCulloch 1992, chapter 4), after the reports that
Messing (2026) asks of evaluations; a component whose estimate is negative stands as 0. `judges` is the variance of a verdict
around the mean of all judges of an answer, and no part of the others.
"""

import sys

import numpy as np
from candor_rows import read


def components(cells):
    """`cells`: (question, target) to its outcomes of 0 and 1. Only questions that every target answered count."""
    targets = sorted({target for _, target in cells})
    questions = [q for q in dict.fromkeys(q for q, _ in cells) if all((q, t) in cells for t in targets)]
    means = np.array([[np.mean(cells[q, t]) for t in targets] for q in questions])
    counts = np.array([[len(cells[q, t]) for t in targets] for q in questions])
    repeated = [cells[q, t] for q in questions for t in targets if len(cells[q, t]) > 1]
    # Pooled over cells by their degrees of freedom.
    within = sum(np.var(c) * len(c) for c in repeated) / sum(len(c) - 1 for c in repeated) if repeated else float("nan")
    noise = 0.0 if np.isnan(within) else within * (1 / counts).mean()
    rows, columns = means.shape
    centred = means - means.mean(axis=1, keepdims=True) - means.mean(axis=0) + means.mean()
    mixed = (centred**2).sum() / ((rows - 1) * (columns - 1)) if columns > 1 and rows > 1 else float("nan")
    spread = 0.0 if np.isnan(mixed) else mixed
    between = means.mean(axis=1).var(ddof=1) - (spread / columns if columns > 1 else noise)
    of_targets = means.mean(axis=0).var(ddof=1) - spread / rows if columns > 1 else float("nan")
    return {
        "questions": max(0.0, between),
        "targets": of_targets if np.isnan(of_targets) else max(0.0, of_targets),
        "questions × targets": mixed if np.isnan(mixed) else max(0.0, mixed - noise),
        "samples": within,
    }


def main(path, cls):
    rows = read(path, cls)
    cells = {}
    for row in rows:
        cells.setdefault((row["probe"], row["target"]), []).append(row["hit"])
    found = components(cells)
    judged = [list(row["verdicts"].values()) for row in rows if len(row["verdicts"]) > 1]
    found["judges"] = float(np.mean([np.var(v, ddof=1) for v in judged])) if judged else float("nan")
    print("source,variance,sd")
    for name, value in found.items():
        print(f"{name},{value:.5f},{np.sqrt(value):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
