"""The trend of a rate over three or more releases of a family, oldest first.

    candor export RUN --format jsonl > rows.jsonl
    python3 trend.py rows.jsonl refusal OLDEST NEXT … NEWEST

The slope is the mean over questions of each one's least-squares slope per release, with its CR2 variance by cluster and Satterthwaite's t, and the p of
sign flips by cluster. A slope says nothing of releases that are not there, and a straight line may not fit: the rates are printed as well.
"""

import sys

import numpy as np
from candor_rows import by_cluster, rates, read
from scipy import stats

FLIPS = 20_000


def trend(matrix, clusters, seed=1):
    """Slope per release with its 95 % interval, and p."""
    steps = np.arange(matrix.shape[1]) - (matrix.shape[1] - 1) / 2
    slopes = matrix @ steps / (steps**2).sum()
    mean = slopes.mean()
    sizes = by_cluster(np.ones(len(slopes)), clusters)
    shares = sizes / len(slopes)
    residuals = by_cluster(slopes - mean, clusters)
    variance = (residuals**2 / (1 - shares)).sum() / len(slopes) ** 2
    leverage = shares**2 / (1 - shares)
    df = 1 / ((shares**2).sum() + leverage.sum() ** 2 - (leverage**2).sum())
    reach = stats.t.ppf(0.975, df) * np.sqrt(variance)
    sums = by_cluster(slopes, clusters)
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(FLIPS, len(sums)))
    extreme = (np.abs(signs @ sums) >= abs(sums.sum()) - 1e-12).sum()
    return mean, mean - reach, mean + reach, (extreme + 1) / (FLIPS + 1)


def main(path, cls, *targets):
    if len(targets) < 3:
        sys.exit(f"expected three releases or more, oldest first, got {len(targets)}")
    probes, clusters, matrix = rates(read(path, cls), targets)
    if len(set(clusters)) < 6:
        sys.exit(f"expected at least 6 independent questions that all releases answered, got {len(set(clusters))}")
    slope, lo, hi, p = trend(matrix, clusters)
    print("release,rate")
    for target, rate in zip(targets, matrix.mean(axis=0)):
        print(f"{target},{rate:.4f}")
    print(f"slope per release,{slope:.4f},{lo:.4f},{hi:.4f},{p:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
