import type { CheckAnswer } from '../../compare/knowledge.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { Lang } from '../../model/lang.ts';
import type { Fact, KnowledgeOf } from '../../model/probe.ts';
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
  const facts = new Map(variants.map(({ probe }) => [probe.id, probe.facts]));
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
    const fact = facts.get(of.probe)?.[of.fact - 1];
    const { probe, fact: number, form } = of;
    found.push({ target: trial.target, probe, fact: number, lang, form, right: isRight(answer, of, fact, lang) });
  }
  return found;
}

function isRight(answer: string, { form, right }: KnowledgeOf, fact: Fact | undefined, lang: Lang): boolean {
  if (form === 'choice') return chosenLetter(answer) === right;
  if (fact === undefined) return false;
  const { check, marks, not } = fact;
  return hasMark(
    compileStatement(
      check?.marks === undefined ? { marks, ...(not === undefined ? {} : { not }) } : { marks: check.marks },
      lang,
    ),
    answer,
  );
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
