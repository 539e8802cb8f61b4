"""A second route to src/stats/ppi.ts and src/stats/sampled-interval.ts, by numpy and scipy alone.

Usage: python3 bench/ppi_check.py test/fixtures/labelled-answers.json
Prints, as JSON, what test/stats/ppi.test.ts holds the TypeScript to. The point estimate is made as PPI++ states it (a prediction fitted
by weighted least squares on what the classifier found, its mean over all answers, and the weighted mean of what it misses on
the labelled ones), the variance from the influence values, the bounds from Wilson's interval solved as a root.
"""
import json
import sys

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm, t

Z = norm.ppf(0.975)


def wilson(p, n):
    """Bounds at which the score statistic equals Z."""
    score = lambda q: abs(p - q) - Z * np.sqrt(q * (1 - q) / n)
    lo = 0.0 if p < 1e-12 else brentq(score, 1e-15, p, xtol=1e-15)
    hi = 1.0 if p > 1 - 1e-12 else brentq(score, p, 1 - 1e-15, xtol=1e-15)
    return lo, hi


def arm(rows):
    found = sorted({r["found"] for r in rows})
    design = np.array([[float(r["found"] == f) for f in found] for r in rows])
    share = np.array([r["share"] for r in rows], float)
    share /= share.sum()
    drawn = np.array([r["weight"] is not None for r in rows])
    weight = np.array([r["weight"] or 0 for r in rows], float)
    y = np.array([r["value"] or 0 for r in rows], float)
    v = share * weight
    # A kind of which nothing is labelled keeps what the classifier found.
    seen = [bool((design[:, j] * v).sum() > 0) for j in range(len(found))]
    beta = np.zeros(len(found))
    use = [j for j, s in enumerate(seen) if s]
    w = np.sqrt(v[drawn])[:, None]
    beta[use] = np.linalg.lstsq(design[drawn][:, use] * w, y[drawn] * w[:, 0], rcond=None)[0]
    for j, s in enumerate(seen):
        if not s:
            beta[j] = float(next(r["hit"] for r in rows if r["found"] == found[j]))
    g = design @ beta
    rate = (share * g).sum() + (v * (y - g) * drawn).sum()
    influence = share * (g - rate)
    below = above = variance = gap_lo = gap_hi = 0.0
    for j in range(len(found)):
        cell = design[:, j] == 1
        W = share[cell].sum()
        if not seen[j]:
            gap_lo, gap_hi = (gap_lo + W, gap_hi) if beta[j] == 1 else (gap_lo, gap_hi + W)
            continue
        lab = cell & drawn
        scale = W / v[lab].sum()
        influence[lab] += scale * v[lab] * (y[lab] - g[lab])
        size = v[lab].sum() ** 2 / (v[lab] ** 2).sum()
        left = 1 - lab.sum() / cell.sum()
        lo, hi = wilson(beta[j], size)
        below += left * (W * (beta[j] - lo)) ** 2
        above += left * (W * (hi - beta[j])) ** 2
        smooth = (beta[j] * size + 1) / (size + 2)
        variance += left * W**2 * smooth * (1 - smooth) / size
    scores = {}
    for r, s in zip(rows, influence):
        scores[r["cluster"]] = scores.get(r["cluster"], 0.0) + s
    return dict(rate=rate, below=below, above=above, variance=variance, gap=[gap_lo, gap_hi], scores=scores)


def stretch(scores, variance):
    m = len(scores)
    robust = m / (m - 1) * sum(s * s for s in scores)
    return np.sqrt(max(1, robust / variance)) * t.ppf(0.975, m - 1) / Z


def sampling(rate, size):
    lo, hi = wilson(rate, size)
    smooth = (rate * size + 1) / (size + 2)
    return (rate - lo) ** 2, (hi - rate) ** 2, smooth * (1 - smooth) / size


def interval(a, size):
    lo, hi, variance = sampling(a["rate"], size)
    k = stretch(a["scores"].values(), a["variance"] + variance)
    return [a["rate"] - k * np.sqrt(a["below"] + lo) - a["gap"][0], a["rate"] + k * np.sqrt(a["above"] + hi) + a["gap"][1]]


def difference(a, b, rho, size_a, size_b):
    alo, ahi, avar = sampling(a["rate"], size_a)
    blo, bhi, bvar = sampling(b["rate"], size_b)
    join = lambda x, y: max(0.0, x - 2 * rho * np.sqrt(x * y) + y)
    clusters = set(a["scores"]) | set(b["scores"])
    scores = [a["scores"].get(c, 0.0) - b["scores"].get(c, 0.0) for c in clusters]
    k = stretch(scores, a["variance"] + b["variance"] + join(avar, bvar))
    d = a["rate"] - b["rate"]
    down = k * np.sqrt(a["below"] + b["above"] + join(alo, bhi)) + a["gap"][0] + b["gap"][1]
    up = k * np.sqrt(a["above"] + b["below"] + join(ahi, blo)) + a["gap"][1] + b["gap"][0]
    return [d, d - down, d + up]


if __name__ == "__main__":
    fixture = json.load(open(sys.argv[1]))
    first, second = arm(fixture["first"]), arm(fixture["second"])
    sizes, rho = fixture["sizes"], fixture["rho"]
    print(
        json.dumps(
            dict(
                first=first,
                second=second,
                first_interval=interval(first, sizes[0]),
                second_interval=interval(second, sizes[1]),
                difference=difference(first, second, rho, *sizes),
            ),
            indent=1,
        )
    )
