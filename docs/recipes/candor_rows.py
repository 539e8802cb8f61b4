"""Rows of `candor export RUN --format jsonl` as outcomes by cluster, for the recipes beside this file. Needs numpy."""

import json

import numpy as np


def read(path, cls, lang=None, role="sensitive", classifier=None):
    """One dict an answer that was judged: target, probe, cluster, lang, sample, hit (1: of the class), verdicts by classifier."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            judged = {v["classifier"]["name"]: v["class"] for v in row["verdicts"] if v["of"] == "response" and v["class"] is not None}
            machines = [name for name in judged if name != "human"]
            name = classifier or (machines[-1] if machines else None)
            if row["role"] != role or (lang and row["lang"] != lang) or name not in judged:
                continue
            rows.append(
                {
                    **{field: row[field] for field in ("probe", "lang", "sample", "topic")},
                    "target": row["target"] + (f"@{row['arm']}" if row.get("arm") else ""),
                    "cluster": row.get("cluster") or row["probe"],
                    "hit": int(judged[name] == cls),
                    "verdicts": {who: int(found == cls) for who, found in judged.items()},
                }
            )
    return rows


def rates(rows, targets):
    """Questions that all targets answered, their clusters, and a matrix of their rates: questions by targets."""
    sums = {}
    for row in rows:
        cell = sums.setdefault((row["probe"], row["target"]), [0, 0])
        cell[0] += row["hit"]
        cell[1] += 1
    clusters = {row["probe"]: row["cluster"] for row in rows}
    probes = [p for p in clusters if all((p, t) in sums for t in targets)]
    matrix = np.array([[sums[p, t][0] / sums[p, t][1] for t in targets] for p in probes])
    return probes, [clusters[p] for p in probes], matrix


def by_cluster(values, clusters):
    """Sums of rows by cluster."""
    names = list(dict.fromkeys(clusters))
    out = np.zeros((len(names),) + values.shape[1:])
    np.add.at(out, [names.index(c) for c in clusters], values)
    return out
