"""A second route to the statistics: numpy and scipy, by other means than src/stats, for random cases whose values the tests hold.

    python3 bench/second_route.py > test/fixtures/second-route.json

Other than there: CR2 by matrices over single values (roots by eigenvectors, degrees of freedom from the whole matrix of Satterthwaite)
where the program has closed forms; sign flips by going through all patterns with fractions where it convolves; maxT by going through
them in numpy with the running maximum where it counts; the bounds of Imbens and Manski by scipy's root finder.
"""

import itertools
import json
from fractions import Fraction

import numpy as np
from scipy import optimize, stats

rng = np.random.default_rng(20260101)


def cr2(values, weights, clusters):
    """Mean, variance and degrees of freedom of a constant in weighted least squares: rows scaled by the root of their weight."""
    root = np.sqrt(np.asarray(weights, float))
    y, x = root * np.asarray(values, float), root[:, None]
    bread = np.linalg.inv(x.T @ x)
    beta = (bread @ x.T @ y)[0]
    residual = y - x[:, 0] * beta
    hat = x @ bread @ x.T
    variance, columns = 0.0, []
    for name in dict.fromkeys(clusters):
        own = np.array([c == name for c in clusters])
        inside = np.eye(own.sum()) - hat[np.ix_(own, own)]
        eigenvalues, vectors = np.linalg.eigh(inside)
        adjust = vectors @ np.diag([v**-0.5 if v > 1e-12 else 0.0 for v in eigenvalues]) @ vectors.T
        score = adjust @ x[own] @ bread
        variance += float((score.T @ residual[own])[0] ** 2)
        columns.append(((np.eye(len(y)) - hat)[:, own] @ score)[:, 0])
    g = np.array(columns).T
    gram = g.T @ g
    return beta, variance, np.trace(gram) ** 2 / (gram * gram).sum()


def rate(counts, level=0.95):
    """Expanded to single answers."""
    values = [v for c in counts for v in [1] * c["k"] + [0] * (c["n"] - c["k"])]
    clusters = [c["cluster"] for c in counts for _ in range(c["n"])]
    p, variance, df = cr2(values, np.ones(len(values)), clusters)
    names = list(dict.fromkeys(clusters))
    sizes = np.array([clusters.count(name) for name in names])
    worth = len(values) ** 2 / (sizes**2).sum()
    hits = sum(c["k"] for c in counts)
    if hits == 0:
        return {"lo": 0.0, "hi": float(stats.beta.ppf(level, 1, worth)), "df": df}
    if hits == len(values):
        return {"lo": float(stats.beta.ppf(1 - level, worth, 1)), "hi": 1.0, "df": df}
    size = len(values) if variance == 0 else min(len(values), max(worth, p * (1 - p) / variance))
    telling = min(
        len({c["cluster"] for c in counts if c["k"] > 0}), len({c["cluster"] for c in counts if c["k"] < c["n"]})
    )
    size = (telling + 1) / (telling / size + 1 / worth)
    size *= (stats.norm.ppf(0.5 + level / 2) / stats.t.ppf(0.5 + level / 2, df)) ** 2
    a, b = p * size + 0.5, (1 - p) * size + 0.5
    return {"lo": float(stats.beta.ppf((1 - level) / 2, a, b)), "hi": float(stats.beta.ppf((1 + level) / 2, a, b)), "df": df}


def difference(pairs, level=0.95):
    values = [p["first"]["k"] / p["first"]["n"] - p["second"]["k"] / p["second"]["n"] for p in pairs]
    clusters = [p["cluster"] for p in pairs]
    half = 0.4 * len(pairs) / len(set(clusters))
    centre, variance, df = cr2(values + [1, -1], [1] * len(values) + [half, half], clusters + ["up", "down"])
    reach = stats.t.ppf(0.5 + level / 2, df) * variance**0.5
    lo, hi = centre - reach, centre + reach
    sums = {name: sum(v for v, c in zip(values, clusters) if c == name) for name in clusters}
    if sum(abs(total) > 1e-12 for total in sums.values()) <= 4:
        worth = len(pairs) ** 2 / sum(clusters.count(name) ** 2 for name in sums)
        up, down = (float(np.mean(np.maximum(0, sign * np.array(values)))) for sign in (1, -1))

        def most(share):
            if share == 0:
                return 1 - (2 * (1 - level)) ** (1 / worth)
            return stats.beta.ppf((1 + level) / 2, share * worth + 0.5, (1 - share) * worth + 0.5)

        lo, hi = min(lo, up - most(down)), max(hi, most(up) - down)
    return {
        "diff": float(np.mean(values)),
        "lo": float(max(-1, lo)),
        "hi": float(min(1, hi)),
        "df": float(df),
        "p": float(2 * stats.t.sf(abs(centre) / variance**0.5, df)),
    }


def flips(differences):
    """Exact, over all patterns, in fractions."""
    exact = [Fraction(*d) for d in differences]
    observed = abs(sum(exact))
    patterns = itertools.product([1, -1], repeat=len(exact))
    hits = sum(abs(sum(s * d for s, d in zip(signs, exact))) >= observed for signs in patterns)
    return hits / 2 ** len(exact)


def max_t(matrix):
    """Step-down adjusted p of rows over shared flips of columns, all patterns."""
    d = np.asarray(matrix, float)
    norm = np.sqrt((d**2).sum(axis=1))
    norm[norm == 0] = 1
    signs = np.array(list(itertools.product([1, -1], repeat=d.shape[1])))
    t = np.abs(signs @ (d / norm[:, None]).T)
    observed = np.abs(d.sum(axis=1)) / norm
    order = np.argsort(-observed, kind="stable")
    adjusted, highest = np.empty(len(d)), 0.0
    for step, row in enumerate(order):
        greatest = t[:, order[step:]].max(axis=1)
        highest = max(highest, float((greatest >= observed[row] - 1e-9).mean()))
        adjusted[row] = highest
    return {"p": adjusted.tolist(), "critical": float(np.quantile(t.max(axis=1), 0.95, method="inverted_cdf"))}


def imbens_manski(low, se_low, high, se_high, level=0.95):
    """Imbens and Manski (2004), equations 6 and 7: c with Phi(c + width / max se) - Phi(-c) = level."""
    most, width = max(se_low, se_high), high - low
    if most == 0:
        return {"lo": low, "hi": high}
    c = optimize.brentq(lambda c: stats.norm.cdf(c + width / most) - stats.norm.cdf(-c) - level, 0, 10, xtol=1e-13)
    return {"lo": low - c * se_low, "hi": high + c * se_high}


def stuart_maxwell(rows):
    """Of vectors of differences by cluster: S' (sum d d')^- S, exact by all flips."""
    d = np.asarray(rows, float)
    inverse = np.linalg.pinv(d.T @ d, rcond=1e-10)
    signs = np.array(list(itertools.product([1, -1], repeat=len(d))))
    sums = signs @ d
    values = np.einsum("ij,jk,ik->i", sums, inverse, sums)
    s = d.sum(axis=0)
    observed = float(s @ inverse @ s)
    return {"statistic": observed, "p": float((values >= observed - 1e-9).mean())}


def counts_of(clusters, most, share):
    out = []
    for name in range(clusters):
        centre = rng.beta(share * 2, (1 - share) * 2)
        for _ in range(int(rng.integers(1, 4))):
            n = int(rng.integers(1, most + 1))
            out.append({"k": int(rng.binomial(n, centre)), "n": n, "cluster": f"c{name}"})
    return out


def main():
    rates = []
    for clusters, most, share in [(6, 1, 0.4), (8, 5, 0.1), (12, 5, 0.5), (20, 3, 0.05), (15, 4, 0.9), (7, 3, 0.02), (9, 2, 0.98)]:
        counts = counts_of(clusters, most, share)
        rates.append({"counts": counts, "expected": rate(counts)})
    for zero in (0, 1):
        counts = [{"k": zero * n, "n": n, "cluster": f"c{i // 2}"} for i, n in enumerate([3, 1, 2, 5, 4, 4, 1, 2, 2, 6, 3, 3])]
        rates.append({"counts": counts, "expected": rate(counts)})
    differences = []
    for clusters, most, share in [(6, 3, 0.5), (10, 5, 0.2), (25, 1, 0.4), (14, 4, 0.03)]:
        pairs = [
            {"first": {"k": c["k"], "n": c["n"]}, "second": {"k": int(rng.binomial(n, 0.3)), "n": n}, "cluster": c["cluster"]}
            for c in counts_of(clusters, most, share)
            for n in [int(rng.integers(1, most + 1))]
        ]
        differences.append({"pairs": pairs, "expected": difference(pairs)})
    nothing = [{"first": {"k": 0, "n": 2}, "second": {"k": 0, "n": 3}, "cluster": f"c{i}"} for i in range(9)]
    differences.append({"pairs": nothing, "expected": difference(nothing)})
    few = [
        {"first": {"k": 2 * (i in (3, 7, 12)), "n": 2}, "second": {"k": i == 5, "n": 3}, "cluster": f"c{i // 2}"} for i in range(20)
    ]
    differences.append({"pairs": few, "expected": difference(few)})
    signs = []
    for size, parts in [(6, [1]), (12, [1, 2]), (14, [3, 5]), (15, [2, 3, 4, 5]), (16, [7])]:
        chosen = [int(rng.choice(parts)) for _ in range(size)]
        given = [[int(rng.integers(-p, p + 1)) + (1 if rng.random() < 0.4 else 0), p] for p in chosen]
        signs.append({"differences": given, "expected": flips(given)})
    families = []
    for rows, columns in [(1, 7), (5, 9), (12, 12)]:
        shift = np.linspace(0, 0.9, rows)[:, None]
        matrix = np.round(np.clip(rng.normal(shift, 0.6, (rows, columns)), -1, 1) * 4) / 4
        matrix[:, -1] = 0 if rows > 1 else matrix[:, -1]
        families.append({"matrix": matrix.tolist(), "expected": max_t(matrix)})
    bounds = [
        {"given": given, "expected": imbens_manski(*given)}
        for given in [(0.1, 0.03, 0.1, 0.03), (0.1, 0.03, 0.3, 0.05), (0.2, 0.01, 0.21, 0.04), (0.0, 0.0, 0.4, 0.02), (0.3, 0.02, 0.9, 0.02)]
    ]
    margins = []
    for clusters in (7, 11):
        rows = rng.integers(-2, 3, (clusters, 3)) / 2
        rows = np.hstack([rows, -rows.sum(axis=1, keepdims=True)])
        margins.append({"rows": rows.tolist(), "expected": stuart_maxwell(rows)})
    print(json.dumps({"rates": rates, "differences": differences, "signs": signs, "families": families, "bounds": bounds, "margins": margins}))


if __name__ == "__main__":
    main()
