"""The figures of speechmap-figures.ts by another route: Python, numpy and scipy, with formulas of its own, from the exported CSV.

    python3 bench/speechmap_check.py SPEECHMAP.jsonl FOLDER

Reads FOLDER/answers.csv (and answers.jsonl, which must agree with it), recomputes every figure of FOLDER/figures.json, prints both
side by side and ends with 1 where one differs: in the last digit shown, or, for what is resampled, by more than 4 of the Monte
Carlo errors of both routes together. Needs numpy and scipy.

Other than there: κ as weighted disagreement over expected disagreement; Wilson's limits by solving his equation as a polynomial;
the variance of a cluster rate from residual sums; correlations by numpy; sign-flip p values exactly, by convolution.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from fractions import Fraction

import numpy as np
from scipy import stats

FAMILIES = {"deepseek": "deepseek_", "qwen": "qwen_", "llama": "meta-llama_"}
CLASSES = ["refusal", "official_narrative", "neutral"]
OPINIONS = ["COMPLETE", "EVASIVE", "DENIAL"]
LEVEL = 0.95
DRAWS, SEEDS = 2_000, 20

csv.field_size_limit(1 << 30)
figures = {}


def note(name, value, monte_carlo=None):
    figures[name] = (float(value), monte_carlo)


# Agreement of the judges


def kappa(a, b):
    """1 - observed disagreement / disagreement expected from the margins, over label indices."""
    a, b = np.asarray(a), np.asarray(b)
    size = max(a.max(), b.max()) + 1
    p, q = np.bincount(a, minlength=size) / len(a), np.bincount(b, minlength=size) / len(b)
    expected = p.sum() * q.sum() - (p * q).sum()
    return 1 - (a != b).mean() / expected if expected > 0 else float("nan")


def note_kappa(name, judged, labels):
    index = {label: i for i, label in enumerate(labels)}
    by_question = defaultdict(list)
    for question, a, b in judged:
        by_question[question].append((index[a], index[b]))
    clusters = [np.array(pairs) for pairs in by_question.values()]
    everything = np.concatenate(clusters)
    note(f"{name} rows", len(everything))
    note(f"{name} kappa", kappa(everything[:, 0], everything[:, 1]))
    ends = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        values = []
        for _ in range(DRAWS):
            drawn = np.concatenate([clusters[i] for i in rng.integers(len(clusters), size=len(clusters))])
            values.append(kappa(drawn[:, 0], drawn[:, 1]))
        ends.append(np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    ends = np.array(ends)
    for i, end in enumerate(("lo", "hi")):
        note(f"{name} {end}", ends[:, i].mean(), ends[:, i].std(ddof=1))


# Rates and differences over clusters (probes)


def wilson(p, n, z):
    """The two roots of (p - x)^2 = z^2 x (1 - x) / n."""
    roots = np.sort(np.roots([1 + z * z / n, -(2 * p + z * z / n), p * p]).real)
    return (0.0 if p <= 0 else roots[0]), (1.0 if p >= 1 else roots[1])


def cluster_rate(counts):
    k = np.array([c[0] for c in counts], float)
    n = np.array([c[1] for c in counts], float)
    m, total = len(k), n.sum()
    p = k.sum() / total
    z = stats.norm.isf((1 - LEVEL) / 2)
    if 0 < p < 1 and m > 1:
        residuals = k - p * n
        variance = m * residuals.var(ddof=1) / total**2
        size = total if variance == 0 else min(total, max(m, p * (1 - p) / variance))
        # Half a cluster of full correlation beside the clusters that hold the rarer outcome.
        rare = k if p < 0.5 else n - k
        told = np.count_nonzero(rare > 1e-12)
        size = 1 / np.average([1 / size, 1 / m], weights=[told, 0.5])
    else:
        size = m
    if m > 1:
        size *= (z / stats.t.isf((1 - LEVEL) / 2, m - 1)) ** 2
    return (p, *wilson(p, size, z))


def unpaired(first, second):
    (a, a_lo, a_hi), (b, b_lo, b_hi) = first, second
    lo = a - b - math.sqrt((a - a_lo) ** 2 + (b_hi - b) ** 2)
    hi = a - b + math.sqrt((a_hi - a) ** 2 + (b - b_lo) ** 2)
    return a - b, max(-1, lo), min(1, hi)


def paired(pairs):
    """pairs of (k, n) and (k, n), every pair of the same weight."""
    x = np.array([k / n for (k, n), _ in pairs])
    y = np.array([k / n for _, (k, n) in pairs])
    n_x, n_y = np.mean([n for (_, n), _ in pairs]), np.mean([n for _, (_, n) in pairs])
    a, a_lo, a_hi = cluster_rate([(share * n_x, n_x) for share in x])
    b, b_lo, b_hi = cluster_rate([(share * n_y, n_y) for share in y])
    rho = 0.0
    if x.std() > 1e-12 and y.std() > 1e-12:
        rho = np.corrcoef(x, y)[0, 1]
    def join(u, v):
        return math.sqrt(max(0.0, u * u + v * v - 2 * rho * u * v))
    return a, b, a - b, max(-1, a - b - join(a - a_lo, b_hi - b)), min(1, a - b + join(a_hi - a, b - b_lo))


def sign_flip(differences):
    """Exact two-sided p: the distribution of the sum over all sign patterns, by convolution of whole numbers."""
    moved = [d for d in differences if d != 0]
    if not moved:
        return 1.0
    scale = math.lcm(*(d.denominator for d in moved))
    steps = [int(d * scale) for d in moved]
    ways = {0: 1}
    for step in steps:
        nxt = defaultdict(int)
        for total, count in ways.items():
            nxt[total + step] += count
            nxt[total - step] += count
        ways = nxt
    extreme = sum(count for total, count in ways.items() if abs(total) >= abs(sum(steps)))
    return extreme / 2 ** len(steps)


def note_cells(name, pairs, alone):
    """pairs: (probe, base class, candidate class)."""
    note(f"{name} paired answers", len(pairs))
    note(f"{name} unpaired answers", alone)
    p_values, errors = {}, {}
    for cls in CLASSES:
        by_probe = defaultdict(list)
        for probe, base, candidate in pairs:
            by_probe[probe].append((candidate == cls, base == cls))
        counts = [((sum(c for c, _ in v), len(v)), (sum(b for _, b in v), len(v))) for v in by_probe.values()]
        candidate, base, diff, lo, hi = paired(counts)
        note(f"{name} {cls} pairs", len(counts))
        for key, value in (("base", base), ("candidate", candidate), ("diff", diff), ("lo", lo), ("hi", hi)):
            note(f"{name} {cls} {key}", value)
        differences = [Fraction(c[0], c[1]) - Fraction(b[0], b[1]) for c, b in counts]
        p_values[cls] = sign_flip(differences)
        # Here p is exact; the project draws above 14 differences, and is exact below, too.
        errors[cls] = 0.0 if sum(d != 0 for d in differences) > 14 else None
    order, highest = sorted(CLASSES, key=p_values.get), 0.0
    for rank, cls in enumerate(order):
        highest = max(highest, min(1.0, (len(CLASSES) - rank) * p_values[cls]))
        note(f"{name} {cls} p", p_values[cls], errors[cls])
        note(f"{name} {cls} p adjusted", highest, 0.0 if any(e is not None for e in errors.values()) else None)


def counts_of(rows, cls):
    by_probe = defaultdict(lambda: [0, 0])
    for row in rows:
        by_probe[row["probe"]][0] += row["class"] == cls
        by_probe[row["probe"]][1] += 1
    return {probe: tuple(count) for probe, count in by_probe.items()}


def is_judged(row):
    return row["class"] != "" and row["delivery"] in ("ok", "truncated")


def note_pairs(name, base, candidate, key):
    partners = {key(row): row for row in candidate if is_judged(row)}
    pairs = [(row["probe"], row["class"], partners[key(row)]["class"]) for row in base if is_judged(row) and key(row) in partners]
    note_cells(name, pairs, len(base) + len(candidate) - 2 * len(pairs))


def note_family(family, rows):
    parts = {"China en": ("en", "sensitive"), "China zh": ("zh-Hans", "sensitive"), "US en": ("en", "control")}
    judged = {
        label: [r for r in rows if (r["lang"], r["role"]) == part and is_judged(r)] for label, part in parts.items()
    }
    control_of = {r["probe"]: r["control"] for r in judged["China en"]}
    for cls in CLASSES:
        counts = {label: counts_of(part, cls) for label, part in judged.items()}
        rates = {label: cluster_rate(list(count.values())) for label, count in counts.items()}
        for label, (rate, lo, hi) in rates.items():
            note(f"{family} {label} {cls} k", sum(k for k, _ in counts[label].values()))
            note(f"{family} {label} {cls} n", sum(n for _, n in counts[label].values()))
            for key, value in (("rate", rate), ("lo", lo), ("hi", hi)):
                note(f"{family} {label} {cls} {key}", value)
        pairs = [(c, counts["US en"][control_of[p]]) for p, c in counts["China en"].items() if control_of[p] in counts["US en"]]
        note(f"{family} China en − US en, paired, {cls} pairs", len(pairs))
        for key, value in zip(("sensitive", "control", "diff", "lo", "hi"), paired(pairs)):
            note(f"{family} China en − US en, paired, {cls} {key}", value)
        for label in ("China en", "China zh"):
            for key, value in zip(("diff", "lo", "hi"), unpaired(rates[label], rates["US en"])):
                note(f"{family} {label} − US en, unpaired, {cls} {key}", value)
    china = [r for r in rows if r["role"] == "sensitive"]
    note_pairs(
        f"{family} China zh − China en, paired,",
        [r for r in china if r["lang"] == "en"],
        [r for r in china if r["lang"] == "zh-Hans"],
        lambda r: (r["probe"], r["target"]),
    )


def read_answers(folder):
    with open(f"{folder}/answers.csv", encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(f"{folder}/answers.jsonl", encoding="utf8") as file:
        for row, line in zip(rows, file, strict=True):
            whole = json.loads(line)
            of_answer = [v for v in whole["verdicts"] if v["of"] == "response" and v["classifier"]["name"] != "human"]
            cls = (of_answer[-1]["class"] or "") if of_answer else ""
            if (row["trial"], row["class"], row["delivery"]) != (whole["trial"], cls, whole["delivery"]):
                sys.exit(f"the two exports differ at trial {row['trial']}")
    return rows


def main(source, folder):
    with open(source, encoding="utf8") as file:
        seen = [row for row in map(json.loads, file) if row["same_text_for_both_judges"]]
    plain = lambda label: "ERROR" if label.startswith("ERROR") else label
    judged = [(r["set"], r["question_id"], r["label_grok41"], r["label_gpt4o"]) for r in seen]
    note_kappa("judges, all labels", [(q, plain(a), plain(b)) for _, q, a, b in judged], [*OPINIONS, "ERROR"])
    for part in (None, "china_criticism", "zh_china_criticism", "us_criticism"):
        rows = [(q, a, b) for s, q, a, b in judged if part in (None, s) and a in OPINIONS and b in OPINIONS]
        note_kappa(f"judges, {part or 'opinions'}", rows, OPINIONS)
    answers = read_answers(folder)
    for family, prefix in FAMILIES.items():
        note_family(family, [row for row in answers if row["target"].startswith(prefix)])
    chinese = [row for row in answers if row["lang"] == "zh-Hans" and row["role"] == "sensitive"]
    model = lambda name: [row for row in chinese if row["target"] == f"deepseek_{name}"]
    note_pairs("R1 to R1-0528 zh", model("deepseek-r1"), model("deepseek-r1-0528"), lambda r: r["variant"])

    with open(f"{folder}/figures.json", encoding="utf8") as file:
        theirs = json.load(file)
    wrong = sorted(set(theirs) ^ set(figures))
    for name in wrong:
        print(f"{name}: in one route only")
    print(f"{'figure':66} {'project':>9} {'here':>9}")
    for name, figure in theirs.items():
        if name not in figures:
            continue
        digits = figure["digits"]
        value, error = figures[name]
        shown, here = f"{figure['value'] + 0.0:.{digits}f}", f"{value + 0.0:.{digits}f}"
        shown, here = (text.replace("-0." , "0.") if float(text) == 0 else text for text in (shown, here))
        if error is None:
            equal, how = shown == here, ""
        else:
            together = math.hypot(figure.get("monteCarlo", 0), error)
            equal = abs(figure["value"] - value) <= 4 * together + 0.5 / 10**digits
            how = f"  within Monte Carlo error {together:.{digits + 1}f}" if equal else f"  Monte Carlo error {together:.{digits + 1}f}"
        if not equal:
            wrong.append(name)
        print(f"{name:66} {shown:>9} {here:>9}{how}{'' if equal else '  DIFFERS'}")
    resampled = sum(1 for name in theirs if name in figures and figures[name][1] is not None)
    print(f"\n{len(theirs)} figures, {resampled} of them resampled, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python3 bench/speechmap_check.py SPEECHMAP.jsonl FOLDER")
    sys.exit(main(sys.argv[1], sys.argv[2]))
