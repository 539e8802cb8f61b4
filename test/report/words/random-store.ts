import type { ResponseRecord } from '../../../src/model/answer.ts';
import type { Delivery } from '../../../src/model/delivery.ts';
import type { RunRecord, VariantRecord } from '../../../src/model/run.ts';
import type { StoredVerdict } from '../../../src/model/stored-trial.ts';
import { SUB_CLASSES, type VerdictClass } from '../../../src/model/verdict.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import type { Store } from '../../../src/store/store.ts';
import { aResponse, aRun, aTarget, aVariant } from '../../store/records.ts';

/** One planned trial as the second route sees it: what was put in, before anything of the program touched it. */
export interface PlainRow {
  readonly run: string;
  readonly target: string;
  readonly lang: string;
  readonly topic: string;
  readonly probe: string;
  readonly role: 'sensitive' | 'control';
  readonly control: string | null;
  /** True where the state of the models' maker guards the subject of this control, or of this question's. */
  readonly ownControl: boolean;
  readonly sample: number;
  /** null: never asked. */
  readonly delivery: Delivery | null;
  readonly class: VerdictClass | null;
  readonly unsure: boolean;
  readonly askedAt: string | null;
}

/** A store with its runs and everything that is in it. */
export interface RandomStore {
  readonly store: Store;
  readonly runs: readonly RunRecord[];
  readonly rows: readonly PlainRow[];
}

/** Names as people give them: short, long, alike up to the end, with signs of Markdown. */
const NAMES = [
  'acme',
  'model_a*',
  'Acme-Instruct-70B-2026-03-01-preview',
  'Acme-Instruct-70B-2026-03-02-preview',
  'b',
  'delta<1>',
];
const LANGS = ['en', 'zh-Hans', 'zh-Hant'] as const;
const FATES = ['whole', 'whole', 'whole', 'lossy', 'stopped', 'dead', 'unjudged'] as const;
const RATES = [0, 0, 0.01, 0.05, 0.3, 0.9, 1];

interface Plan {
  readonly probe: string;
  readonly topic: string;
  readonly role: 'sensitive' | 'control';
  readonly control: string | null;
  readonly ownControl: boolean;
  readonly langs: readonly string[];
}

/** mulberry32. */
function chanceOf(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A store of one run or two, made from a seed: one model or many, with and without controls, whole, stopped, dead, never judged. */
export async function randomStore(seed: number): Promise<RandomStore> {
  const chance = chanceOf(seed + 1);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;
  const models = pick([1, 1, 1, 2, 2, 3, 5, 7, seed % 20 === 0 ? 37 : 2]);
  const targets = Array.from({ length: models }, (_, i) => NAMES[i] ?? `model-${String(i).padStart(2, '0')}`);
  const langs = LANGS.slice(0, pick([1, 1, 2, 2, 3]));
  const plans = plansOf(chance, pick, langs, models > 10 ? 3 : pick([1, 2, 4, 7, 12, 20]));
  const samples = pick([1, 1, 2, 3]);
  const store = new MemoryStore();
  const runs: RunRecord[] = [];
  const rows: PlainRow[] = [];
  for (const [i, run] of (chance() < 0.25 ? ['run-1', 'run-2'] : ['run-1']).entries()) {
    const record: RunRecord = {
      ...aRun(),
      id: run,
      name: i === 0 ? 'first' : 'second',
      origin: chance() < 0.3 ? 'import' : 'run',
      startedAt: `2026-0${i + 1}-03T00:00:00.000Z`,
      endedAt: `2026-0${i + 1}-03T02:00:00.000Z`,
    };
    runs.push(record);
    const own = rowsOf(record, { chance, pick, targets, plans, samples, fate: pick(FATES) });
    rows.push(...own);
    await keep(store, record, targets, plans, own);
  }
  return { store, runs, rows };
}

function plansOf(
  chance: () => number,
  pick: <T>(items: readonly T[]) => T,
  langs: readonly string[],
  questions: number,
): Plan[] {
  const topics = pick([1, 2, 3]);
  const kind = pick(['all', 'all', 'none', 'some', 'shared', 'one language'] as const);
  const guards = pick(['none', 'none', 'some', 'all'] as const);
  const guarded = new Set<string>();
  const plans: Plan[] = [];
  for (let i = 0; i < questions; i++) {
    const has = kind !== 'none' && (kind !== 'some' || chance() < 0.5);
    const control = has ? `c${kind === 'shared' ? Math.floor(i / 3) : i}` : null;
    const asked = chance() < 0.85 ? langs : langs.slice(0, 1);
    const isNew = control !== null && plans.every(({ probe }) => probe !== control);
    if (isNew && (guards === 'all' || (guards === 'some' && chance() < 0.5))) guarded.add(control);
    const ownControl = control !== null && guarded.has(control);
    plans.push({ probe: `p${i}`, topic: `topic${i % topics}`, role: 'sensitive', control, ownControl, langs: asked });
    if (control === null || plans.some(({ probe }) => probe === control)) continue;
    const where = kind === 'one language' ? langs.slice(0, 1) : langs;
    plans.push({
      probe: control,
      topic: `topic${i % topics}`,
      role: 'control',
      control: null,
      ownControl,
      langs: where,
    });
  }
  return plans;
}

interface Making {
  readonly chance: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly targets: readonly string[];
  readonly plans: readonly Plan[];
  readonly samples: number;
  readonly fate: (typeof FATES)[number];
}

function rowsOf({ id, origin }: RunRecord, { chance, pick, targets, plans, samples, fate }: Making): PlainRow[] {
  const rows: PlainRow[] = [];
  const dead = pick(targets);
  for (const target of targets) {
    for (const lang of LANGS) {
      const rates = {
        sensitive: pick(RATES),
        control: chance() < 0.6 ? 0 : pick(RATES),
        recites: pick(RATES),
        unsure: pick([0, 0, 0.2]),
      };
      for (const { probe, topic, role, control, ownControl, langs } of plans) {
        if (!langs.includes(lang)) continue;
        for (let sample = 0; sample < samples; sample++) {
          const delivery = deliveryOf(fate, target === dead, chance, origin === 'import');
          const opinion = delivery === 'ok' || delivery === 'truncated';
          const judged = opinion && fate !== 'unjudged' && chance() < 0.99;
          const found: VerdictClass =
            chance() < rates[role]
              ? 'refusal'
              : role === 'sensitive' && chance() < rates.recites
                ? 'official_narrative'
                : chance() < 0.02
                  ? 'other'
                  : 'neutral';
          const askedAt =
            delivery === null || origin === 'import'
              ? null
              : `2026-0${id === 'run-1' ? 1 : 2}-0${3 + (sample % 2)}T00:00:01.000Z`;
          rows.push({
            ...{ run: id, target, lang, topic, probe, role, control, ownControl, sample, delivery, askedAt },
            class: judged ? found : null,
            unsure: judged && chance() < rates.unsure,
          });
        }
      }
    }
  }
  return rows;
}

function deliveryOf(fate: Making['fate'], dead: boolean, chance: () => number, imported: boolean): Delivery | null {
  const roll = chance();
  if (fate === 'dead') return imported ? 'error' : roll < 0.7 ? 'error' : null;
  if (fate === 'stopped') return roll < (dead ? 0 : 0.4) ? 'ok' : imported ? 'empty' : null;
  if (fate !== 'lossy') return roll < 0.97 ? 'ok' : 'truncated';
  if (dead) return pickOf(roll, ['error', 'provider_filter', 'empty']);
  return roll < 0.6
    ? 'ok'
    : pickOf((roll - 0.6) / 0.4, ['truncated', 'provider_filter', 'empty', 'error', imported ? 'empty' : null]);
}

function pickOf<T>(share: number, items: readonly T[]): T {
  return items[Math.min(items.length - 1, Math.floor(share * items.length))] as T;
}

async function keep(
  store: Store,
  run: RunRecord,
  targets: readonly string[],
  plans: readonly Plan[],
  rows: readonly PlainRow[],
): Promise<void> {
  const variants = plans.flatMap(({ probe, topic, role, control, ownControl, langs }, i) =>
    langs.map((lang): VariantRecord => {
      const variant = aVariant(probe, lang);
      // Models of the store are all made in China: some controls are China's own subjects, some those of a state whose side it takes.
      const own = i % 2 === 0 ? { state: 'CN' } : { state: 'RS', stakes: ['RU', 'CN'] };
      const guard = role === 'sensitive' ? {} : ownControl ? own : { state: 'FR', stakes: ['RU'] };
      return { ...variant, probe: { ...variant.probe, topic, role, control, ...guard } };
    }),
  );
  const idOf = ({ target, probe, lang, sample }: PlainRow): string => `${target} ${probe} ${lang} ${sample}`;
  const trials = rows.map((row, position) => ({
    id: idOf(row),
    variant: `${row.probe}-${row.lang}`,
    target: row.target,
    sample: row.sample,
    seed: 1,
    position,
  }));
  await store.createRun(run, targets.map(aTarget), variants, trials);
  for (const row of rows) {
    if (row.delivery === null) continue;
    const verdicts = row.class === null ? [] : [verdictOf(row.class, row.unsure)];
    await store.recordAnswer(run.id, idOf(row), responseOf(row), [], verdicts);
  }
}

function responseOf({ delivery, askedAt }: PlainRow): ResponseRecord {
  const text = delivery === 'ok' || delivery === 'truncated' ? 'An answer of some length.' : '';
  const more =
    delivery === 'error'
      ? { kind: 'timeout' as const }
      : delivery === 'provider_filter'
        ? { side: 'output' as const }
        : {};
  return aResponse({
    delivery: delivery ?? 'error',
    text,
    askedAt,
    reasoning: null,
    reasoningState: 'absent',
    ...more,
  });
}

function verdictOf(found: VerdictClass, unsure: boolean): StoredVerdict {
  return {
    class: found,
    sub: SUB_CLASSES[found][0],
    flags: [],
    of: 'response',
    confidence: 0.9,
    evidence: { start: 0, end: 9, text: 'An answer' },
    classifier: { name: 'rules', version: 'v1', mode: 'general' },
    at: '2026-03-03T03:00:00.000Z',
    by: null,
    ...(unsure ? { unsure } : {}),
  };
}
