"""The figures of speechmap-figures.ts by another route: Python, numpy and scipy, with formulas of its own, from the exported CSV.

    python3 bench/speechmap_check.py SPEECHMAP.jsonl FOLDER

Reads FOLDER/answers.csv (and answers.jsonl, which must agree with it), recomputes every figure of FOLDER/figures.json, prints both
side by side and ends with 1 where one differs: in the last digit shown, or, for what is resampled, by more than 4 of the Monte
Carlo errors of both routes together. Needs numpy, and scipy for `second_route.py`.

Other than there: κ as weighted disagreement over expected disagreement; rates and differences by the matrices of `second_route.py`
(CR2, Satterthwaite); sign-flip p values exactly, by convolution of whole numbers; maxT by draws of its own, all models against each other too.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from fractions import Fraction

import numpy as np
from second_route import difference, rate

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


def cluster_rate(counts):
    """counts of (k, n), each a cluster of its own."""
    found = rate([{"k": int(k), "n": int(n), "cluster": f"c{i}"} for i, (k, n) in enumerate(counts)])
    return sum(k for k, _ in counts) / sum(n for _, n in counts), found["lo"], found["hi"]


def unpaired(first, second):
    (a, a_lo, a_hi), (b, b_lo, b_hi) = first, second
    lo = a - b - math.sqrt((a - a_lo) ** 2 + (b_hi - b) ** 2)
    hi = a - b + math.sqrt((a_hi - a) ** 2 + (b - b_lo) ** 2)
    return a - b, max(-1, lo), min(1, hi)


def paired(pairs):
    """pairs of (k, n) and (k, n), every pair of the same weight and a cluster of its own: both means, difference, interval and p."""
    named = [
        {"first": {"k": a, "n": n}, "second": {"k": b, "n": m}, "cluster": f"c{i}"} for i, ((a, n), (b, m)) in enumerate(pairs)
    ]
    found = difference(named, LEVEL)
    exact = [Fraction(a, n) - Fraction(b, m) for (a, n), (b, m) in pairs]
    p, lo, hi = max(sign_flip(exact), found["p"]), found["lo"], found["hi"]
    if p > 1 - LEVEL:
        lo, hi = min(0.0, lo), max(0.0, hi)
    elif found["diff"] > 0:
        lo = max(1e-9, lo)
    else:
        hi = min(-1e-9, hi)
    first, second = (float(np.mean([k / n for k, n in (pair[side] for pair in pairs)])) for side in (0, 1))
    return first, second, found["diff"], lo, hi, p


def max_t(matrix, draws, seed):
    """Step-down p of rows over shared flips of columns, by draws; the observed pattern is one of them."""
    d = np.asarray(matrix, float)
    norm = np.sqrt((d**2).sum(axis=1))
    norm[norm == 0] = 1
    d = d / norm[:, None]
    observed = np.abs(d.sum(axis=1)) - 1e-9
    order = np.argsort(observed, kind="stable")
    rng, beyond, done = np.random.default_rng(seed), np.ones(len(d)), 1
    while done < draws:
        signs = rng.choice([-1.0, 1.0], size=(min(500, draws - done), d.shape[1]))
        greatest = np.maximum.accumulate(np.abs(signs @ d.T)[:, order], axis=1)
        beyond[order] += (greatest >= observed[order]).sum(axis=0)
        done += len(signs)
    p = np.empty(len(d))
    p[order] = np.maximum.accumulate((beyond / done)[order][::-1])[::-1]
    return p


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
    p_values, flips = [], []
    for cls in CLASSES:
        by_probe = defaultdict(list)
        for probe, base, candidate in pairs:
            by_probe[probe].append((candidate == cls, base == cls))
        counts = [((sum(c for c, _ in v), len(v)), (sum(b for _, b in v), len(v))) for v in by_probe.values()]
        candidate, base, diff, lo, hi, p = paired(counts)
        note(f"{name} {cls} pairs", len(counts))
        for key, value in (("base", base), ("candidate", candidate), ("diff", diff), ("lo", lo), ("hi", hi), ("p", p)):
            note(f"{name} {cls} {key}", value)
        p_values.append(p)
        flips.append([c[0] / c[1] - b[0] / b[1] for c, b in counts])
    for cls, p, adjusted in zip(CLASSES, p_values, max_t(flips, 200_000, 1)):
        p = max(p, adjusted)
        note(f"{name} {cls} p adjusted", p, math.sqrt(p * (1 - p) / 200_000))


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
        # Questions about a model's own state are no controls of it.
        if family != "llama":
            pairs = [(c, counts["US en"][control_of[p]]) for p, c in counts["China en"].items() if control_of[p] in counts["US en"]]
            note(f"{family} China en − US en, paired, {cls} pairs", len(pairs))
            for key, value in zip(("sensitive", "control", "diff", "lo", "hi"), paired(pairs)[:5]):
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


def note_all_pairs(rows):
    """Every pair of models, in each language that both were asked in and together, as one family."""
    answers = defaultdict(dict)
    for row in rows:
        if row["role"] == "sensitive" and is_judged(row):
            answers[row["target"]][(row["probe"], row["lang"], row["sample"])] = row["class"]
    probes = sorted({probe for given in answers.values() for probe, _, _ in given})
    models = sorted(answers)
    p_values, flips = [], []
    for i, base in enumerate(models):
        for candidate in models[i + 1 :]:
            shared = [key for key in answers[base] if key in answers[candidate]]
            langs = sorted({lang for _, lang, _ in shared})
            for lang in langs if len(langs) == 1 else [None, *langs]:
                keys = [key for key in shared if lang in (None, key[1])]
                for cls in CLASSES:
                    counts = defaultdict(lambda: [0, 0, 0])
                    for key in keys:
                        one = counts[key[0]]
                        one[0] += answers[candidate][key] == cls
                        one[1] += answers[base][key] == cls
                        one[2] += 1
                    if len(counts) < 6:
                        continue
                    p_values.append(paired([((a, n), (b, n)) for a, b, n in counts.values()])[5])
                    flips.append([(counts[q][0] - counts[q][1]) / counts[q][2] if q in counts else 0.0 for q in probes])
    own = np.array(p_values)
    note("pairs of models, differences", len(own))
    note("pairs of models, p at most 0.05", (own <= 0.05).sum())
    found = [(np.maximum(own, max_t(flips, 4_000, seed)) <= 0.05).sum() for seed in range(6)]
    note("pairs of models, found by maxT", np.mean(found), np.std(found, ddof=1))


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
    note_all_pairs(answers)
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
