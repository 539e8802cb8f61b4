import type { CheckAnswer } from '../../compare/knowledge.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { Lang } from '../../model/lang.ts';
import type { KnowledgeOf, Probe } from '../../model/probe.ts';
import { compileStatement, hasMark } from '../../probes/marks.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/**
 * The answers of a run to checks of what is known, right or wrong; a call that brought none is left out. A part of a run by language has the checks
 * of every language, since what is known in one is known.
 */
export async function checkAnswers(store: Store, run: string, { target }: TrialFilter = {}): Promise<CheckAnswer[]> {
  const variants = await store.variants(run);
  const checks = new Map(
    variants.flatMap((one) => (one.probe.knowledge === undefined ? [] : [[one.hash, one] as const])),
  );
  if (checks.size === 0) return [];
  const probes = new Map(variants.map(({ probe }) => [probe.id, probe]));
  const found: CheckAnswer[] = [];
  for await (const trial of store.trials(run, target === undefined ? {} : { target })) {
    const variant = checks.get(trial.variant);
    const of = variant?.probe.knowledge;
    if (variant === undefined || of === undefined || trial.response === null) continue;
    const { delivery, text, answerEnd } = trial.response;
    if (!hasOpinion(delivery)) continue;
    const whole = text.slice(0, answerEnd ?? text.length);
    const answer = whole.slice(splitThinkTags(whole).start).trim();
    const { lang } = variant;
    const right = isRight(answer, { ...of, ...shownBy(of, probes) }, lang);
    const { probe, fact, form } = of;
    if (right !== null) found.push({ target: trial.target, probe, fact, lang, form, right });
  }
  return found;
}

/** What shows the answer to an open check: what was brought with it, or what its fact says, where the probe is at hand. */
export function shownBy(of: KnowledgeOf, probes: ReadonlyMap<string, Probe>): Pick<KnowledgeOf, 'shownBy'> {
  const fact = probes.get(of.probe)?.facts[of.fact - 1];
  if (of.form === 'choice' || of.shownBy !== undefined || fact === undefined) return {};
  const { check, marks, not } = fact;
  if (check?.marks !== undefined) return { shownBy: { marks: check.marks } };
  return { shownBy: { marks, ...(not === undefined ? {} : { not }) } };
}

/** null: nobody says what would be right. */
function isRight(answer: string, { form, right, shownBy: shown }: KnowledgeOf, lang: Lang): boolean | null {
  if (form === 'choice') return right === undefined ? null : chosenLetter(answer) === right;
  return shown === undefined ? null : hasMark(compileStatement(shown, lang), answer);
}

/** The one letter that an answer names, alone or before its statement; null: none, or several. */
export function chosenLetter(answer: string): string | null {
  const plain = answer
    .normalize('NFKC')
    .replace(/[*_`#]/g, '')
    // The article, not the letter.
    .replace(/(?<![\p{L}\p{N}])A(?= (?!is\b)[a-z]+)(?! or\b)(?! and\b)/gu, '')
    .trim();
  const [, first] = /^["'([]?([A-E])(?:[")\].:,、。]|$|\n)/u.exec(plain) ?? [];
  if (first !== undefined) return first;
  const letters = plain.matchAll(/(?<![\p{Script=Latin}\p{N}])[A-E](?![\p{Script=Latin}\p{N}'’])/gu);
  const named = new Set([...letters].map(([letter]) => letter));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}
