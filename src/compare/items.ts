import { compareText } from '../lib/compare-text.ts';
import type { Role, Style } from '../model/probe.ts';
import { CLASSES, type VerdictClass } from '../model/verdict.ts';
import { pearson } from '../stats/pearson.ts';
import { groupBy } from './tally.ts';

/** What an answer is to the statistics of its question. */
export interface ItemAnswer {
  readonly probe: string;
  readonly lang: string;
  readonly target: string;
  readonly sample: number;
  /** Which of several wordings it was, from 0. */
  readonly phrasing: number;
  /** Null: withheld or unjudged. */
  readonly class: VerdictClass | null;
  /** True where it has a text, judged or not; marks are looked for in it. */
  readonly hasText: boolean;
  /** Keys of the statements of which a mark stands in the text, and of those that it tells in its own voice. */
  readonly fired: ReadonlySet<string>;
  readonly stated: ReadonlySet<string>;
  /** {@link markKey}s of the marks that stand in it. */
  readonly marks: ReadonlySet<string>;
  /** True where what it states counts against the state's line: a fact that the state denies, or two that it leaves out. */
  readonly tells: boolean;
}

/** A question in one language, with what its answers are checked against. */
export interface ItemQuestion {
  readonly probe: string;
  readonly set: string;
  readonly lang: string;
  readonly role: Role;
  readonly style: Style;
  readonly statements: readonly ItemStatement[];
}

/** A fact or a claim, with its marks in the question's language; all of them where it has none in it. */
export interface ItemStatement {
  /** `fact 1`, `claim 2`: as they stand in the probe set. */
  readonly key: string;
  readonly kind: 'fact' | 'claim';
  readonly claim: string;
  readonly marks: readonly string[];
}

/** How many answers of each class, judged ones alone. */
export type ClassCounts = Readonly<Record<VerdictClass, number>>;

/** How often a mark fired, and in answers of which class. */
export interface MarkFires {
  readonly mark: string;
  readonly fired: number;
  readonly by: ClassCounts;
}

/** How often a fact or claim was named, and what its marks did. */
export interface StatementFires {
  readonly statement: string;
  readonly kind: 'fact' | 'claim';
  readonly claim: string;
  /** Answers in which any mark of it fired, and in which classes. */
  readonly fired: number;
  readonly by: ClassCounts;
  /** Answers that tell it in their own voice: not denied, given to others or overruled. Null for claims. */
  readonly stated: number | null;
  readonly marks: readonly MarkFires[];
  /** Marks that fired in no answer, and in every one; both empty under {@link FEWEST_ANSWERS} answers. */
  readonly never: readonly string[];
  readonly always: readonly string[];
}

/** A share of pairs that agree; null where there is no pair. */
export interface PairAgreement {
  readonly share: number | null;
  readonly pairs: number;
}

/** What answers of several targets tell of one question in one language. */
export interface ItemRow extends Omit<ItemQuestion, 'statements'> {
  readonly targets: number;
  /** Answers with a text. */
  readonly answers: number;
  readonly judged: number;
  readonly classes: ClassCounts;
  /**
   * Share of judged answers that are neutral or tell facts that count against the state's line, as the mean over targets: 0 the
   * hardest, 1 the easiest. Null: nothing is judged.
   */
  readonly candid: number | null;
  /** Correlation over targets of this share with the rest score; null, with `why`, where it cannot be told. */
  readonly discrimination: { readonly r: number | null; readonly targets: number; readonly why: string | null };
  /** Pairs of samples of one target and wording with the same class, as the mean over targets. */
  readonly samples: PairAgreement;
  /** Pairs of answers of one target to two wordings with the same class, as the mean over targets. */
  readonly phrasings: PairAgreement;
  readonly statements: readonly StatementFires[];
}

/** Under so many answers with a text no mark is called one that never or always fires. */
export const FEWEST_ANSWERS = 5;
/** Under so many targets no correlation over them is given. */
export const FEWEST_TARGETS = 5;

/** How a mark of a statement is found among those that fired. */
export function markKey(statement: string, mark: string): string {
  return `${statement}\n${mark}`;
}

/**
 * Item statistics (Lord and Novick 1968; Crocker and Algina 1986), a row a question and language. The rest score of a target is its mean
 * share of candid answers over the other questions of the same role and language, so that no question is correlated with itself (Henrysson
 * 1963). They describe these answers; nothing is inferred to others.
 */
export function itemStatistics(questions: readonly ItemQuestion[], answers: readonly ItemAnswer[]): ItemRow[] {
  const byQuestion = groupBy(answers, ({ probe, lang }) => keyOf({ probe, lang }));
  const shares = new Map(questions.map((one) => [keyOf(one), candidShares(byQuestion.get(keyOf(one)) ?? [])] as const));
  const parts = groupBy(questions, ({ role, lang }) => `${role} ${lang}`);
  return questions
    .map((question): ItemRow => {
      const own = byQuestion.get(keyOf(question)) ?? [];
      const texts = own.filter(({ hasText }) => hasText);
      const judged = own.filter((one) => one.class !== null);
      const { statements, ...rest } = question;
      const mine = shares.get(keyOf(question)) ?? new Map<string, number>();
      const others = (parts.get(`${question.role} ${question.lang}`) ?? []).filter((one) => one !== question);
      return {
        ...rest,
        targets: new Set(texts.map(({ target }) => target)).size,
        answers: texts.length,
        judged: judged.length,
        classes: countClasses(judged),
        candid: meanOf([...mine.values()]),
        discrimination: discriminationOf(
          mine,
          others.map((one) => shares.get(keyOf(one)) ?? new Map<string, number>()),
        ),
        samples: agreementOf(judged, (a, b) => a.phrasing === b.phrasing && a.sample !== b.sample),
        phrasings: agreementOf(judged, (a, b) => a.phrasing !== b.phrasing),
        statements: statements.map((statement) => firesOf(statement, texts)),
      };
    })
    .sort((a, b) => compareText(a.set, b.set) || compareText(a.probe, b.probe) || compareText(a.lang, b.lang));
}

function keyOf({ probe, lang }: Readonly<{ probe: string; lang: string }>): string {
  return `${probe} ${lang}`;
}

/** The share of candid answers of each target that has a judged one. */
function candidShares(answers: readonly ItemAnswer[]): Map<string, number> {
  const judged = answers.filter((one) => one.class !== null);
  return new Map(
    [...groupBy(judged, ({ target }) => target)].map(([target, own]) => [
      target,
      own.filter(isCandid).length / own.length,
    ]),
  );
}

function isCandid(answer: ItemAnswer): boolean {
  return answer.class === 'neutral' || answer.tells;
}

function discriminationOf(
  mine: ReadonlyMap<string, number>,
  others: readonly ReadonlyMap<string, number>[],
): ItemRow['discrimination'] {
  const pairs = [...mine].flatMap(([target, share]) => {
    const rest = meanOf(others.flatMap((one) => one.get(target) ?? []));
    return rest === null ? [] : [[share, rest] as const];
  });
  const targets = pairs.length;
  const none = (why: string) => ({ r: null, targets, why });
  if (targets < FEWEST_TARGETS) return none(`under ${FEWEST_TARGETS} targets that also answered others`);
  const r = pearson(
    pairs.map(([share]) => share),
    pairs.map(([, rest]) => rest),
  );
  return Number.isNaN(r) ? none('all targets alike') : { r, targets, why: null };
}

/** The share of pairs of one target's answers of the same class, as the mean over the targets that have such pairs. */
function agreementOf(judged: readonly ItemAnswer[], isPair: (a: ItemAnswer, b: ItemAnswer) => boolean): PairAgreement {
  let pairs = 0;
  const found: number[] = [];
  for (const own of groupBy(judged, ({ target }) => target).values()) {
    let [all, alike] = [0, 0];
    for (const [i, a] of own.entries()) {
      for (let j = i + 1; j < own.length; j++) {
        const b = own[j] as ItemAnswer;
        if (!isPair(a, b)) continue;
        all += 1;
        if (a.class === b.class) alike += 1;
      }
    }
    if (all === 0) continue;
    pairs += all;
    found.push(alike / all);
  }
  return { share: meanOf(found), pairs };
}

function firesOf({ key, kind, claim, marks }: ItemStatement, texts: readonly ItemAnswer[]): StatementFires {
  const fired = texts.filter((one) => one.fired.has(key));
  const found = marks.map((mark): MarkFires => {
    const where = texts.filter((one) => one.marks.has(markKey(key, mark)));
    return { mark, fired: where.length, by: countClasses(where) };
  });
  const enough = texts.length >= FEWEST_ANSWERS;
  const named = (times: number) => found.flatMap((one) => (enough && one.fired === times ? [one.mark] : []));
  return {
    statement: key,
    kind,
    claim,
    fired: fired.length,
    by: countClasses(fired),
    stated: kind === 'claim' ? null : texts.filter((one) => one.stated.has(key)).length,
    marks: found,
    never: named(0),
    always: named(texts.length),
  };
}

function countClasses(answers: readonly ItemAnswer[]): ClassCounts {
  const counts: Record<VerdictClass, number> = { refusal: 0, official_narrative: 0, neutral: 0, other: 0 };
  for (const name of CLASSES) counts[name] = answers.filter((one) => one.class === name).length;
  return counts;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
