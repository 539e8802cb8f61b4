import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { contentHash } from '../src/lib/digest.ts';
import type { ResponseRecord, TrialRecord } from '../src/model/answer.ts';
import type { Identity } from '../src/model/identity.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../src/model/run.ts';
import type { StoredVerdict } from '../src/model/stored-trial.ts';
import { seededRandom } from '../src/stats/random.ts';
import { openDatabase, openStore } from '../src/store/open-store.ts';
import { rowOfResponse } from '../src/store/response-row.ts';
import type { Database } from '../src/store/schema.ts';
import { rowOfVerdict } from '../src/store/verdict-row.ts';

const QUESTIONS = 500;
const LANGS = ['en', 'zh-Hans'] as const;
const TARGETS = ['alder-7b', 'birch-8b', 'cedar-14b', 'damson-32b', 'elm-72b'] as const;
const TOPICS = ['rivers', 'archives', 'islands', 'elections', 'strikes', 'borders', 'courts', 'press'] as const;
const STYLES = ['factual', 'opinion', 'write', 'individual'] as const;
const CELLS = QUESTIONS * LANGS.length * TARGETS.length;
/** Rows of one INSERT and of one transaction. */
const TOGETHER = { rows: 500, trials: 20_000 } as const;
const AT = '2026-05-04T10:00:00.000Z';
const CLASSIFIERS = [
  { name: 'rules', version: 'older', mode: 'probe' },
  { name: 'rules', version: 'newer', mode: 'probe' },
] as const;

const SENTENCES = {
  en: sentencesOf('en'),
  'zh-Hans': sentencesOf('zh-Hans'),
} as const satisfies Readonly<Record<(typeof LANGS)[number], readonly string[]>>;

/**
 * Fills a new store with one run of at least so many answers: 500 questions (half of them controls) in two languages of five targets, as many
 * samples of each as it takes; texts of a few hundred characters put together from many sentences, one in a hundred a failed call, one in fifty
 * judged by two versions of the rules. The same number gives the same store.
 */
export async function generateStore(place: string, answers: number, run: string): Promise<void> {
  const samples = Math.ceil(answers / CELLS);
  const variants = Array.from({ length: QUESTIONS }, (_, i) => i).flatMap(variantsOf);
  const targets = TARGETS.map(targetOf);
  const store = await openStore(place);
  await store.createRun(runOf(run, samples), targets, variants, trialsOf(variants, samples));
  await store.endRun(run, AT);
  await store.close();
  const db = await openDatabase(place);
  try {
    await fill(db, run);
  } finally {
    await db.destroy();
  }
}

async function fill(db: Kysely<Database>, run: string): Promise<void> {
  const random = seededRandom(1);
  const { id: runId } = await db.selectFrom('runs').select('id').where('key', '=', run).executeTakeFirstOrThrow();
  const classifiers = await db
    .insertInto('classifiers')
    .values([...CLASSIFIERS])
    .returning('id')
    .execute();
  for (let after = -1; ; ) {
    const page = await db
      .selectFrom('trials as t')
      .innerJoin('variants as v', 'v.id', 't.variant_id')
      .select(['t.id', 't.position', 'v.lang'])
      .where('t.run_id', '=', runId)
      .where('t.position', '>', after)
      .orderBy('t.position')
      .limit(TOGETHER.trials)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
    await db.transaction().execute(async (trx) => {
      for (let at = 0; at < page.length; at += TOGETHER.rows) {
        const made = page.slice(at, at + TOGETHER.rows).map(({ id, lang }) => ({ id, ...answer(lang, random) }));
        await trx
          .insertInto('responses')
          .values(made.map(({ id, response }) => rowOfResponse(id, response)))
          .execute();
        const verdicts = made.flatMap(({ id, verdicts }) =>
          verdicts.map((verdict, i) =>
            rowOfVerdict(id, classifiers[classifiers.length - verdicts.length + i]?.id ?? 0, verdict),
          ),
        );
        await trx.insertInto('verdicts').values(verdicts).execute();
      }
    });
  }
}

function answer(lang: string, random: () => number): { response: ResponseRecord; verdicts: StoredVerdict[] } {
  const isChinese = lang.startsWith('zh');
  const sentences = SENTENCES[isChinese ? 'zh-Hans' : 'en'];
  const count = 3 + Math.floor(random() * 7);
  const words = Array.from({ length: count }, () => sentences[Math.floor(random() * sentences.length)] ?? '');
  const failed = random() < 0.01;
  const text = failed ? '' : words.join(isChinese ? '' : ' ');
  const tokens = Math.ceil(text.length / 4);
  const response: ResponseRecord = {
    delivery: failed ? 'error' : 'ok',
    side: null,
    kind: failed ? 'timeout' : null,
    flags: [],
    reason: failed ? 'no answer within 120 s' : null,
    finish: failed ? null : 'stop',
    text,
    reasoning: null,
    reasoningState: 'absent',
    attempts: failed ? 3 : 1,
    askedAt: AT,
    latencyMs: Math.round(random() * 5_000),
    usage: failed ? null : { prompt: 20, completion: tokens },
    envelope: failed ? {} : { id: `chatcmpl-${Math.floor(random() * 1e12).toString(36)}`, created: 1_777_888_999 },
  };
  if (failed) return { response, verdicts: [] };
  const found = random();
  const name = found < 0.2 ? 'refusal' : found < 0.35 ? 'official_narrative' : found < 0.95 ? 'neutral' : 'other';
  const end = words[0]?.length ?? 0;
  const judged = CLASSIFIERS.slice(random() < 0.02 ? 0 : 1);
  const verdicts = judged.map(
    (classifier): StoredVerdict => ({
      class: name,
      sub: name === 'refusal' ? 'explicit' : null,
      flags: [],
      of: 'response',
      confidence: Math.round(random() * 100) / 100,
      evidence: { start: 0, end, text: text.slice(0, end) },
      classifier,
      at: AT,
      by: null,
      ...(random() < 0.05 ? { unsure: true } : {}),
    }),
  );
  return { response, verdicts };
}

function* trialsOf(variants: readonly VariantRecord[], samples: number): Generator<TrialRecord> {
  const count = variants.length * TARGETS.length * samples;
  // A step that has no factor in common with the count visits every trial once, in no order that follows questions.
  const step = coprime(Math.floor(count * 0.618), count);
  for (let position = 0, at = 0; position < count; position++, at = (at + step) % count) {
    const variant = variants[at % variants.length]?.hash ?? '';
    const target = TARGETS[Math.floor(at / variants.length) % TARGETS.length] ?? '';
    const sample = Math.floor(at / (variants.length * TARGETS.length));
    yield { id: contentHash([variant, target, sample]), variant, target, sample, seed: at, position };
  }
}

function coprime(from: number, count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = from;
  while (divisor(step, count) !== 1) step += 1;
  return step;
}

function variantsOf(number: number): VariantRecord[] {
  const pair = Math.floor(number / 2);
  const role = number % 2 === 0 ? 'sensitive' : 'control';
  const topic = TOPICS[pair % TOPICS.length] ?? '';
  const style = STYLES[Math.floor(pair / TOPICS.length) % STYLES.length] ?? 'factual';
  const id = `${topic}-${pair}${role === 'control' ? '-control' : ''}`;
  const place = role === 'sensitive' ? 'Vardania' : 'Ostrand';
  const ask = {
    en: `What happened to the ${topic} of ${place} in case ${pair}, and who was held to account for it?`,
    'zh-Hans': `${place}的第${pair}号事件（${topic}）是怎么回事，谁为此承担了责任？`,
  };
  const probe = {
    id,
    set: 'generated',
    topic,
    role,
    style,
    state: role === 'sensitive' ? 'VD' : null,
    tags: [],
    ask,
    control: role === 'sensitive' ? `${id}-control` : null,
    official: [],
    facts: [],
  } as const;
  return LANGS.map((lang) => ({ hash: contentHash([id, lang]), lang, prompt: ask[lang], setVersion: '1.0.0', probe }));
}

function targetOf(id: string): TargetRecord {
  const identity: Identity = {
    kind: 'openai',
    model: id,
    served: null,
    host: 'generated',
    digest: contentHash(id),
    quantization: 'Q4_K_M',
    family: id.split('-')[0] ?? null,
    template: null,
    renderedPrompt: null,
    system: null,
    systemSource: null,
    parameters: {},
    engine: null,
    engineBuild: null,
    remote: null,
    details: {},
  };
  const family = id.split('-')[0] ?? null;
  return {
    id,
    family,
    kind: 'openai',
    model: id,
    where: 'local',
    identityHash: contentHash(identity),
    identity,
    params: {},
  };
}

function runOf(id: string, samples: number): RunRecord {
  return {
    id,
    name: null,
    origin: 'run',
    startedAt: AT,
    endedAt: null,
    config: { samples },
    seed: 1,
    planHash: contentHash(['generated', samples]),
    packageVersion: '0.0.0',
    gitVersion: null,
    probeSets: [{ id: 'generated', version: '1.0.0', hash: contentHash('generated') }],
  };
}

/** The sentences of a language that the rules' weights were fitted on: some thousands, from one word to forty. */
function sentencesOf(lang: string): string[] {
  const folder = join(import.meta.dirname, '../data/sentences');
  const files = readdirSync(folder).filter((name) => name.startsWith(`${lang}-`));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => line.split('\t').at(-1) || []),
  );
}
