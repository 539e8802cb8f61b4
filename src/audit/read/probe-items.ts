import { readAnswer } from '../../classify/read-answer.ts';
import { ItemPool } from '../../compare/item-pool.ts';
import {
  type ItemAnswer,
  type ItemQuestion,
  type ItemRow,
  type ItemStatement,
  itemStatistics,
  markKey,
} from '../../compare/items.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { Lang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { compileStatement, findMarks } from '../../probes/marks.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import type { Store } from '../../store/store.ts';
import { itemsOf } from '../judge/answer-verdicts.ts';
import { type ClassifierChoice, countedVerdict } from './observations.ts';
import type { Side } from './resolve-side.ts';

/** Statistics of the questions of runs, and what was left out of them. */
export interface ProbeItems {
  readonly runs: readonly string[];
  readonly targets: readonly string[];
  readonly items: readonly ItemRow[];
}

/** What to count, and against which facts and marks. */
export interface ProbeItemsOptions {
  readonly classifier: ClassifierChoice | null;
  /** Facts, claims and marks as they stand now, by the id of their probe; those of the run for a probe that is not among them. */
  readonly current?: ReadonlyMap<string, Probe>;
  /** Only these probes; empty: all. */
  readonly probes?: readonly string[];
}

/**
 * Item statistics over the first turns of runs. A target of one identity in several runs is one target, and what it answered in each are
 * further samples.
 */
export async function probeItems(
  store: Store,
  sides: readonly Side[],
  { classifier, current = new Map(), probes = [] }: ProbeItemsOptions,
): Promise<ProbeItems> {
  const questions = new Map<string, ItemQuestion>();
  const pool = new ItemPool();
  const answers: ItemAnswer[] = [];
  const targets = new Map<string, string>();
  for (const [place, { run, filter }] of sides.entries()) {
    const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
    const identities = new Map((await store.targets(run.id)).map(({ id, identityHash }) => [id, identityHash]));
    for await (const trial of store.trials(run.id, filter)) {
      const stored = variants.get(trial.variant);
      if (stored === undefined || stored.probe.knowledge !== undefined || trial.response === null) continue;
      const variant = { ...stored, probe: checkedBy(stored.probe, current.get(stored.probe.id)) };
      const { probe, lang } = variant;
      const key = `${probe.id} ${lang}`;
      if (!questions.has(key)) questions.set(key, questionOf(probe, lang));
      const target = `${trial.target} ${identities.get(trial.target) ?? ''}`;
      targets.set(target, trial.target);
      const answer = answerOf(trial, variant, target, classifier);
      answers.push(pool.compact({ ...answer, sample: trial.sample * sides.length + place }));
    }
  }
  const all = itemStatistics([...questions.values()], answers);
  return {
    runs: sides.map(({ run }) => run.id),
    targets: [...targets.values()],
    items: probes.length === 0 ? all : all.filter(({ probe }) => probes.includes(probe)),
  };
}

function checkedBy(stored: Probe, now: Probe | undefined): Probe {
  return now === undefined ? stored : { ...stored, state: now.state, facts: now.facts, official: now.official };
}

function questionOf(probe: Probe, lang: Lang): ItemQuestion {
  const { id, set, role, style } = probe;
  return { probe: id, set, lang, role, style, statements: statementsOf(probe, lang).map(({ item }) => item) };
}

/** The facts and claims of a probe in the order of its file, with what is looked for. */
function statementsOf(probe: Probe, lang: Lang) {
  const listed = [
    ...probe.facts.map((statement, index) => ({ statement, kind: 'fact' as const, index })),
    ...probe.official.map((statement, index) => ({ statement, kind: 'claim' as const, index })),
  ];
  return listed.map(({ statement, kind, index }) => {
    const marks = statement.marks[lang] ?? [...new Set(Object.values(statement.marks).flat())];
    const item: ItemStatement = { key: `${kind} ${index + 1}`, kind, claim: statement.claim, marks };
    return { statement, item };
  });
}

function answerOf(
  trial: StoredTrial,
  variant: VariantRecord,
  target: string,
  classifier: ClassifierChoice | null,
): ItemAnswer {
  const { probe, lang, phrasing = 0 } = variant;
  const response = trial.response;
  const item = response === null ? undefined : itemsOf(response, variant).find(({ of }) => of === 'response');
  const fired = new Set<string>();
  const stated = new Set<string>();
  const marks = new Set<string>();
  let tells = false;
  if (item !== undefined) {
    const from = splitThinkTags(item.text).start;
    const statements = statementsOf(probe, lang);
    for (const { statement, item: one } of statements) {
      const found = findMarks(compileStatement(statement, lang), item.text).filter(({ start }) => start >= from);
      if (found.length > 0) fired.add(one.key);
      for (const { mark } of found) marks.add(markKey(one.key, mark));
    }
    if (fired.size > 0 && probe.facts.length > 0) {
      const read = readAnswer(item, from, 'probe');
      tells = probe.state !== null && read.facts > 0;
      for (const { fact, standing } of read.named) {
        const key = statements.find(({ statement }) => statement === fact)?.item.key;
        if (standing === 'stated' && key !== undefined) stated.add(key);
      }
    }
  }
  const verdict = hasOpinion(response?.delivery ?? null) ? countedVerdict(trial, classifier) : null;
  return {
    probe: probe.id,
    lang,
    target,
    sample: trial.sample,
    phrasing,
    class: verdict?.class ?? null,
    hasText: item !== undefined,
    fired,
    stated,
    marks,
    tells,
  };
}
