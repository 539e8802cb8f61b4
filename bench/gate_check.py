"""A second route to src/stats/paired-clusters.ts, run-variance.ts and many-to-one.ts, by numpy and scipy alone.

Usage: python3 bench/gate_check.py > test/fixtures/gate-route.json
Draws seeded clusters of pairs and prints them with what test/stats/gate-route.test.ts holds the TypeScript to. The restricted shares of
Tango's score are found by maximizing the likelihood, the bounds as roots; the variance between clusters from residuals; the expected
variance between runs by quadrature; Dunnett's level by scipy's multivariate normal distribution where it can, else by quadrature.
"""
import json

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm, t as student

rng = np.random.default_rng(20261130)


def score(b, c, n, delta, extra, correction):
    """(b − c − n·delta − correction) over its standard deviation at the likeliest discordant shares."""
    lo, hi = max(0.0, -delta), (1 - delta) / 2
    def minus_log(q):
        terms = [(b, q + delta), (c, q), (n - b - c, 1 - 2 * q - delta)]
        return -sum(k * np.log(max(p, 1e-300)) for k, p in terms if k > 0)
    q = minimize_scalar(minus_log, bounds=(lo, hi), method="bounded", options={"xatol": 1e-13}).x
    q = min((minus_log(x), x) for x in (lo, q, hi))[1]
    variance = max(0.0, n * (2 * q + delta * (1 - delta))) + extra * n * n
    return (b - c - n * delta - correction) / np.sqrt(variance)


def bounds(clusters, alpha, extra):
    pairs, first, second = (np.array(x, float) for x in zip(*clusters))
    n, m = pairs.sum(), len(pairs)
    diff = (first - second).sum() / n
    copies = n**2 / (pairs**2).sum()
    residuals = first - second - diff * pairs
    clustered = m / (m - 1) * (residuals**2).sum() / n**2
    simple = ((first + second).sum() / n - diff**2) / n
    estimated = n if clustered == 0 else min(n, max(copies, n * simple / clustered))
    telling = (first + second > 0).sum()
    effective = (telling + 0.5) / (telling / estimated + 0.5 / copies)
    b, c = first.sum() / n * effective, second.sum() / n * effective
    limit = student.ppf(1 - alpha, max(1, int(copies + 1e-9) - 1))
    f = lambda d: score(b, c, effective, d, extra, 0.5) - limit
    g = lambda d: score(b, c, effective, d, extra, 0.0) + limit
    return {
        "effective": effective,
        "lo": brentq(f, -1 + 1e-12, diff, xtol=1e-13) if f(-1 + 1e-12) > 0 else -1.0,
        "hi": brentq(g, diff, 1 - 1e-12, xtol=1e-13) if g(1 - 1e-12) < 0 else 1.0,
    }


def expected_variance(spreads, slope, runs, scale=0.17):
    def weight(sd):
        value = np.exp(-((sd / scale) ** 2) / 2)
        for rates, sampling, s in spreads:
            v = (s * sd) ** 2 + sampling
            value *= v ** (-(len(rates) - 1) / 2) * np.exp(-((np.array(rates) - np.mean(rates)) ** 2).sum() / 2 / v)
        return value
    top = quad(lambda sd: sd**2 * weight(sd), 0, 1.2, limit=500)[0]
    return slope**2 * top / quad(weight, 0, 1.2, limit=500)[0] * (1 + 1 / runs)


def dunnett(alpha, count, runs):
    rho = 1 / (runs + 1)
    def above(limit):
        return 1 - quad(lambda u: norm.pdf(u) * norm.cdf((limit + np.sqrt(rho) * u) / np.sqrt(1 - rho)) ** count, -9, 9, limit=300)[0]
    return norm.sf(brentq(lambda limit: above(limit) - alpha, 0.5, 8, xtol=1e-12))


def draw(m, most, rate, rise, copies):
    clusters = []
    for _ in range(m):
        n = int(rng.integers(1, most + 1))
        before = rng.beta(rate, 1 - rate)
        after = min(1, before + rise * (1 - before))
        x, y = rng.random(n) < after, rng.random(n) < before
        if copies:
            x, y = np.full(n, x[0]), np.full(n, y[0])
        clusters.append([n, int((x & ~y).sum()), int((y & ~x).sum())])
    return clusters


cases = []
for m, most, rate, rise, copies, alpha, extra in [
    (6, 3, 0.3, 0.0, False, 0.05, 0),
    (20, 5, 0.1, 0.1, False, 0.05, 0),
    (60, 4, 0.02, 0.0, False, 0.0125, 0),
    (60, 4, 0.4, 0.05, True, 0.05, 0),
    (120, 5, 0.5, 0.2, False, 0.001, 0.0004),
    (120, 1, 0.2, 0.0, False, 0.05, 0.001),
    (40, 6, 0.01, 0.0, True, 0.05, 0),
]:
    clusters = draw(m, most, rate, rise, copies)
    cases.append({"clusters": clusters, "alpha": alpha, "extra": extra, "expected": bounds(clusters, alpha, extra)})
shifts = [
    {"spreads": spreads, "slope": 0.1, "runs": runs, "expected": expected_variance(spreads, 0.1, runs)}
    for spreads, runs in [
        ([([0.3, 0.32], 0.0002, 0.08)], 2),
        ([([0.3, 0.4], 0.0003, 0.1), ([0.1, 0.12], 0.0001, 0.04)], 2),
        ([([0.5, 0.5, 0.51, 0.48], 0.0001, 0.12)], 4),
    ]
]
looks = [{"alpha": a, "count": k, "runs": r, "expected": dunnett(a, k, r)} for a, k, r in [(0.05, 2, 1), (0.05, 52, 2), (0.0125, 12, 3)]]
print(json.dumps({"bounds": cases, "shifts": shifts, "looks": looks}))
