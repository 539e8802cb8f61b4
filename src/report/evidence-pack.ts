import { gzipSync } from 'node:zlib';
import { CLASS_NAMES } from '../compare/tally.ts';
import { hasOpinion } from '../model/delivery.ts';
import { modelNames, targetLabel } from './finding-rows.ts';
import { ratersOf } from './rater-agreement.ts';
import type { Evidence, ReportData } from './view-model.ts';
import { callNoun } from './what-was-asked.ts';

/** Answers that are packed together. */
export const PAGE_SIZE = 400;
/** Level 6 packs answers to within a hundredth of what 9 does, in half the time. */
const LEVEL = 6;

/** The answers as they stand in the file: gzip in base64. The index is read at once, a page when one of its answers is wanted. */
export interface PackedEvidence {
  readonly index: string;
  readonly pages: readonly string[];
}

/** Packs answers by pages as they come, so that their texts are not held. */
export class AnswerPages {
  readonly #pages: string[] = [];
  #waiting: unknown[] = [];

  add(answer: Evidence): void {
    this.#waiting.push(contentOf(answer));
    if (this.#waiting.length === PAGE_SIZE) this.#pack();
  }

  /** All pages, the last one too. */
  end(): readonly string[] {
    if (this.#waiting.length > 0) this.#pack();
    return this.#pages;
  }

  #pack(): void {
    this.#pages.push(packed(this.#waiting));
    this.#waiting = [];
  }
}

/** The packed answers beside an index of all that is filtered and sorted by, so that 50,000 open as fast as 500. */
export function packEvidence(data: ReportData): PackedEvidence {
  return { index: packed(indexOf(data)), pages: data.pages };
}

function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value), { level: LEVEL }).toString('base64');
}

function indexOf(data: ReportData): unknown {
  const { shown } = data;
  const raters = ratersOf(data);
  const nameOf = modelNames(data);
  return {
    size: PAGE_SIZE,
    all: data.answers.length,
    noun: shownNoun(data),
    trials: shown.map(({ trial }) => trial),
    samples: shown.map(({ sample }) => sample),
    confidence: shown.map(({ confidence }) => confidence),
    columns: {
      run: column(shown.map(({ note }) => note.run)),
      target: column(shown.map(({ note }) => note.target)),
      lang: column(shown.map(({ note }) => note.lang)),
      probe: column(shown.map(({ note }) => note.probe)),
      prompt: column(shown.map(({ prompt }) => prompt)),
      delivery: column(shown.map(({ note }) => note.delivery)),
      class: column(shown.map(({ note }) => note.class ?? '')),
      sub: column(shown.map(({ note }) => note.sub ?? '')),
    },
    raters,
    given: raters.map((by) => shown.map(({ note }) => placeOf(note.given.get(by) ?? null))),
    probes: Object.fromEntries([...data.probes].map(([id, { tags: _tags, set: _set, ...probe }]) => [id, probe])),
    runs: data.runs.map(({ run }) => ({ id: run.id, name: run.name, at: run.startedAt })),
    targets: data.runs.flatMap(({ run, targets }) =>
      targets.map(({ id, model, identity }) => ({
        run: run.id,
        id,
        name: nameOf(id),
        label: targetLabel(data, run.id, id),
        model,
        digest: identity.digest,
        quantization: identity.quantization,
      })),
    ),
  };
}

/** What is counted in the page: answers, or where some brought none, calls (records, where others collected them). */
function shownNoun(data: ReportData): string {
  const noun = data.answers.every(({ delivery }) => hasOpinion(delivery)) ? 'answer' : callNoun(data);
  return data.answers.length === 1 ? noun : `${noun}s`;
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
