"""Ranks of models with their uncertainty.

    candor export RUN --format jsonl > rows.jsonl
    python3 ranking.py rows.jsonl refusal [LANG]

A model's rank is between 1 + the models that are surely above it and the number of models less those surely below, by all pairwise differences
together (Mogstad, Romano, Shaikh and Wilhelm 2024), held by the single-step maxT of shared sign flips by cluster: all ranks hold at once in 95 %.
Prints `target, rate, best rank, worst rank` as CSV, highest rate first.
"""

import sys

import numpy as np
from candor_rows import by_cluster, rates, read

FLIPS = 10_000


def ranks(matrix, clusters, level=0.95, seed=1):
    """Best and worst rank of each column, 1 for the highest rate."""
    count = matrix.shape[1]
    above, below = np.triu_indices(count, 1)
    sums = by_cluster(matrix[:, above] - matrix[:, below], clusters)
    norm = np.sqrt((sums**2).sum(axis=0))
    norm[norm == 0] = 1
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(FLIPS, len(sums)))
    greatest = np.abs(signs @ (sums / norm)).max(axis=1)
    limit = np.quantile(greatest, level, method="higher")
    statistic = sums.sum(axis=0) / norm
    best, worst = np.ones(count, int), np.full(count, count)
    for a, b, t in zip(above, below, statistic):
        if t > limit:
            best[b] += 1
            worst[a] -= 1
        elif t < -limit:
            best[a] += 1
            worst[b] -= 1
    return best, worst


def main(path, cls, lang=None):
    rows = read(path, cls, lang)
    targets = sorted({row["target"] for row in rows})
    probes, clusters, matrix = rates(rows, targets)
    if len(set(clusters)) < 6:
        sys.exit(f"expected at least 6 independent questions that all targets answered, got {len(set(clusters))}")
    best, worst = ranks(matrix, clusters)
    print("target,rate,best,worst")
    for i in np.argsort(-matrix.mean(axis=0), kind="stable"):
        print(f"{targets[i]},{matrix[:, i].mean():.4f},{best[i]},{worst[i]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
