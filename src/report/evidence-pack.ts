import { gzipSync } from 'node:zlib';
import { CLASS_NAMES } from '../compare/tally.ts';
import { targetLabel } from './finding-rows.ts';
import { newestBy, ratersOf } from './rater-agreement.ts';
import { countedVerdict, type Evidence, type ReportData } from './view-model.ts';

/** Answers that are packed together. */
export const PAGE_SIZE = 400;

/** The answers as they stand in the file: gzip in base64. The index is read at once, a page when one of its answers is wanted. */
export interface PackedEvidence {
  readonly index: string;
  readonly pages: readonly string[];
}

/** Packs the answers by pages beside an index of all that is filtered and sorted by, so that 50,000 open as fast as 500. */
export function packEvidence(data: ReportData): PackedEvidence {
  const pages: string[] = [];
  for (let at = 0; at < data.evidence.length; at += PAGE_SIZE) {
    pages.push(packed(data.evidence.slice(at, at + PAGE_SIZE).map(contentOf)));
  }
  return { index: packed(indexOf(data)), pages };
}

function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value), { level: 9 }).toString('base64');
}

function indexOf(data: ReportData): unknown {
  const { evidence } = data;
  const raters = ratersOf(data);
  return {
    size: PAGE_SIZE,
    trials: evidence.map(({ trial }) => trial),
    samples: evidence.map(({ sample }) => sample),
    confidence: evidence.map((one) => countedVerdict(one)?.confidence ?? null),
    columns: {
      run: column(evidence.map(({ run }) => run)),
      target: column(evidence.map(({ target }) => target)),
      lang: column(evidence.map(({ lang }) => lang)),
      probe: column(evidence.map(({ probe }) => probe)),
      prompt: column(evidence.map(({ prompt }) => prompt)),
      delivery: column(evidence.map(({ delivery }) => delivery)),
      class: column(evidence.map((one) => countedVerdict(one)?.class ?? '')),
      sub: column(evidence.map((one) => countedVerdict(one)?.sub ?? '')),
    },
    raters,
    given: raters.map((by) => evidence.map((one) => placeOf(newestBy(one, by)?.class ?? null))),
    probes: Object.fromEntries([...data.probes].map(([id, { tags: _tags, set: _set, ...probe }]) => [id, probe])),
    runs: data.runs.map(({ run }) => ({ id: run.id, name: run.name, at: run.startedAt })),
    targets: data.runs.flatMap(({ run, targets }) =>
      targets.map(({ id, model, identity }) => ({
        run: run.id,
        id,
        label: targetLabel(data, run.id, id),
        model,
        digest: identity.digest,
        quantization: identity.quantization,
      })),
    ),
  };
}

/** A class by its place in the codebook's order; −1: none. */
function placeOf(name: (typeof CLASS_NAMES)[number] | null): number {
  return name === null ? -1 : CLASS_NAMES.indexOf(name);
}

/** Values as numbers into a list of the different ones. */
function column(values: readonly string[]): { readonly values: string[]; readonly at: number[] } {
  const places = new Map<string, number>();
  const at = values.map((value) => {
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, places.size);
    return places.size - 1;
  });
  return { values: [...places.keys()], at };
}

/** What the index does not hold. */
function contentOf(answer: Evidence): unknown {
  const { text, reasoning, reasoningState, verdicts, seed, finish, side, kind, flags, reason } = answer;
  const { attempts, askedAt, latencyMs, usage, envelope, failed, served = null } = answer;
  const call = { attempts, askedAt, latencyMs, usage, seed, served };
  const { later } = answer;
  const delivery = { finish, side, kind, flags, reason, ...call, envelope, failed };
  return { text, reasoning, reasoningState, verdicts, delivery, ...(later === undefined ? {} : { later }) };
}
