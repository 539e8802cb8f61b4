import { UsageError } from '../../lib/errors.ts';
import type { SampledTrial } from '../../model/label-sample.ts';
import type { PoolItem, QueueItem, StratumField } from '../../review/queue.ts';
import { STRATUM_FIELDS } from '../../review/queue.ts';
import { drawSample, SAMPLE_FIELDS } from '../../review/sample.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import type { ClassifierChoice } from '../read/observations.ts';
import type { Side } from '../read/resolve-side.ts';
import { reviewPool } from './review-pool.ts';

/** What to draw for labelling. */
export interface DrawOptions {
  /** Labels in all; null: what was drawn before. */
  readonly size: number | null;
  /** Of a first draw; an extension keeps its seed. */
  readonly seed: number;
  /** By what to divide; null: the arms of every figure, and in them the class that was found. */
  readonly fields: readonly StratumField[] | null;
  readonly choice: ClassifierChoice | null;
  /** The time, ISO 8601. */
  readonly at: string;
}

/** A sample that stands in the store, or would. */
export interface DrawnSample {
  readonly pool: readonly PoolItem[];
  readonly queue: readonly QueueItem[];
  readonly fields: readonly StratumField[];
  readonly rows: readonly SampledTrial[];
  /** How many answers are new in it; 0: it is the one that the store has. */
  readonly fresh: number;
}

type Part = SampledTrial['design']['part'];

/**
 * The sample of a run for labelling: as the store has it, or drawn larger where more labels are asked for. A part of what was drawn
 * from gives all further labels to that part. null where none was drawn and no size is given. Throws UsageError where the part is
 * none of what was drawn from, and does not hold it. Nothing is stored.
 */
export async function sampleForLabels(store: Store, side: Side, options: DrawOptions): Promise<DrawnSample | null> {
  const stored = await store.labelSample(side.run.id);
  const [first] = stored;
  if (first === undefined && options.size === null) return null;
  const asked = partOf(side.filter);
  const part = first === undefined ? asked : widest(first.design.part, asked, side);
  const since = first?.design.since ?? options.at;
  const pool = await reviewPool(store, { run: side.run, filter: filterOf(part) }, options.choice, since);
  const kept = STRATUM_FIELDS.filter((field) => first?.design.fields.includes(field));
  const ofPart = (['target', 'lang'] as const).filter((field) => asked[field] !== null);
  const seed = first?.design.seed ?? options.seed;
  const size = options.size ?? stored.length;
  const fields = options.fields ?? SAMPLE_FIELDS;
  const before = stored.map(({ trial }) => trial);
  const grows = (item: PoolItem): boolean =>
    (asked.target ?? item.target) === item.target && (asked.lang ?? item.lang) === item.lang;
  const sample = drawSample(pool, { size, seed, fields, kept: [...new Set([...kept, ...ofPart])], before, grows });
  const fresh = sample.items.length - stored.length;
  const at = options.at;
  const design = { seed, fields: [...sample.fields], since, part, frame: pool.length };
  const rows = sample.items.map(({ trial, stratum, probability, answers, drawn }) => ({
    trial,
    draw: String(Number(first?.draw ?? 0) + 1),
    stratum,
    probability,
    at,
    design: { ...design, answers, drawn },
  }));
  return { pool, queue: sample.items, fields: sample.fields, rows: fresh > 0 ? rows : stored, fresh };
}

function partOf({ target, lang }: TrialFilter): Part {
  return { target: target ?? null, lang: lang ?? null };
}

function filterOf({ target, lang }: Part): TrialFilter {
  return { ...(target === null ? {} : { target }), ...(lang === null ? {} : { lang }) };
}

/** The part that holds the other. */
function widest(drawn: Part, asked: Part, { run, reference }: Side): Part {
  const holds = (a: Part, b: Part): boolean =>
    (a.target === null || a.target === b.target) && (a.lang === null || a.lang === b.lang);
  if (holds(drawn, asked)) return drawn;
  if (holds(asked, drawn)) return asked;
  const of = [run.name ?? run.id, drawn.target, drawn.lang].filter((one) => one !== null).join('/');
  throw new UsageError(
    `expected ${of}, from which a sample was drawn, a part of it, or all of the run, got ${reference}. A run has one sample; draw it from the whole run to have labels everywhere.`,
  );
}
