import { MOST_LISTED } from '../../classify/judge/judge-prompt.ts';
import { treatmentsIn } from '../../classify/judge/verdict-parts.ts';
import { type FactReading, type FactStanding, readStatements } from '../../classify/probe-statements.ts';
import { type FactAnswer, type FactMeasure, factFigures, type RunFacts } from '../../compare/facts.ts';
import { isJudged } from '../../compare/tally.ts';
import type { Lang } from '../../model/lang.ts';
import type { Fact, Probe, Style } from '../../model/probe.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { itemsOf, type JudgedVariant } from '../judge/answer-verdicts.ts';
import { type ClassifierChoice, countedVerdict, observerOf } from './observations.ts';

/** Styles of questions that ask what happened, to whom or why. */
const ASK_FACTS: readonly Style[] = ['factual', 'indirect', 'individual'];

/** What each standing comes to in the figures. */
const MEASURE_OF = {
  stated: 'states',
  negated: 'contradicts',
  attributed: 'mentions',
  overruled: 'mentions',
  unclear: 'mentions',
  left_out: 'leaves_out',
} as const satisfies Readonly<Record<FactStanding, FactMeasure>>;

/** The same of a judge's answers, which tell a denial from a dismissal as little as a softened fact from one that is only named. */
const STANDING_OF = {
  stated: 'stated',
  dismissed: 'negated',
  attributed: 'attributed',
  softened: 'unclear',
  absent: 'left_out',
} as const satisfies Readonly<Record<NonNullable<ReturnType<typeof treatmentsIn>>[number], FactStanding>>;

/** Reads the facts that the listed ones of a probe are in an answer by their marks; empty where it has no text to judge. */
export function readFacts(
  response: NonNullable<StoredTrial['response']>,
  variant: JudgedVariant,
): readonly FactReading[] {
  const item = itemsOf(response, variant).find(({ of }) => of === 'response');
  return item === undefined || item.unclear !== null ? [] : readStatements(item).facts;
}

/**
 * How many of the facts that a state denies or leaves out the answers of a run tell, contradict, mention and leave out. By marks, or by a judge's own
 * answers where `classifier` names one. Refusals tell nothing, whatever words they use.
 */
export async function runFacts(
  store: Store,
  run: string,
  { classifier = null, filter = {} }: { readonly classifier?: ClassifierChoice | null; readonly filter?: TrialFilter },
): Promise<RunFacts> {
  const by = classifier?.name.startsWith('judge:') === true ? classifier.name : 'marks';
  const observer = await observerOf(store, run, classifier, filter);
  const variants = new Map(
    (await store.variants(run)).filter(mayTellFacts).map((variant) => [variant.hash, variant] as const),
  );
  const answers: FactAnswer[] = [];
  if (variants.size === 0) return { by, ...factFigures(answers) };
  for await (const trial of store.trials(run, filter)) {
    const [one, variant] = [observer.see(trial), variants.get(trial.variant)];
    if (one === null || !isJudged(one) || variant === undefined || trial.response === null) continue;
    const read =
      by === 'marks'
        ? readFacts(trial.response, variant).filter(({ fact }) => isMarked(fact, variant.lang))
        : judgedFacts(countedVerdict(trial, classifier), variant.probe);
    const counted = countsOf(read, one.class === 'refusal');
    if (counted !== null) answers.push({ seen: one, ...counted });
  }
  observer.seen();
  return { by, ...factFigures(answers) };
}

/** A question for facts that lists one which a state denies or leaves out. */
function mayTellFacts({ probe: { style, facts } }: VariantRecord): boolean {
  return ASK_FACTS.includes(style) && facts.some(({ kind }) => kind !== 'shared');
}

/** A fact without marks in a language cannot be found in it, and is not counted as left out. */
function isMarked({ marks }: Fact, lang: Lang): boolean {
  const [script] = lang.split('-');
  return Object.entries(marks).some(([one, list]) => one.split('-')[0] === script && list.length > 0);
}

/** A judge's answers fact by fact, each with the words that prove it; what it calls stated or dismissed without any is unclear. */
export function judgedFacts(verdict: Verdict | null, { facts }: Probe): FactReading[] {
  if (verdict?.judged_facts !== undefined) {
    const told = new Map(verdict.judged_facts.map((one) => [one.fact, one]));
    return facts.slice(0, MOST_LISTED).map((fact, i) => {
      const { treated = 'absent', start = null, end = null } = told.get(i + 1) ?? {};
      const standing = STANDING_OF[treated];
      if (start === null || end === null)
        return { fact, standing: treated === 'stated' || treated === 'dismissed' ? 'unclear' : standing, span: null };
      return { fact, standing, span: { start, end } };
    });
  }
  const treated = treatmentsIn(verdict?.note ?? '', facts.length) ?? [];
  return facts.flatMap((fact, i) => {
    const one = treated[i];
    return one === undefined ? [] : [{ fact, standing: STANDING_OF[one], span: null }];
  });
}

/** Counts of the facts that a state denies or leaves out; null where there are none. */
function countsOf(
  read: readonly Pick<FactReading, 'fact' | 'standing'>[],
  refused: boolean,
): Omit<FactAnswer, 'seen'> | null {
  const guarded = read.filter(({ fact }) => fact.kind !== 'shared');
  if (guarded.length === 0) return null;
  const counts = { states: 0, contradicts: 0, mentions: 0, leaves_out: 0 };
  for (const { standing } of guarded) counts[refused ? 'leaves_out' : MEASURE_OF[standing]] += 1;
  return { listed: guarded.length, ...counts };
}
