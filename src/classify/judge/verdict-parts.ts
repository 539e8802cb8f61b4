import {
  type ClassifierId,
  CODEBOOK_VERSION,
  type JudgedFact,
  type Verdict,
  type VerdictFlag,
} from '../../model/verdict.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import type { Item } from '../classifier.ts';
import type { Derivation } from './derive-verdict.ts';
import type { FactAnswer } from './judge-answers.ts';
import { MOST_LISTED } from './judge-prompt.ts';
import type { PlacedAnswers } from './place-quotes.ts';
import type { Preparation } from './prepare-text.ts';
import { TAKEN_OUT } from './quote-tokens.ts';
import { knownOf } from './read-window.ts';
import { readingsOf } from './readings.ts';

/** Characters from which on the script of a text is told. */
const LEAST_FOR_SCRIPT = 20;

/** Flags that are seen in the text and need no judge (rules 14, 15 and 21). */
export function flagsOfText({ text: whole }: Item, { text, leaked, lang, injection }: Preparation): VerdictFlag[] {
  const flags: VerdictFlag[] = [];
  if (leaked) flags.push('reasoning_leak');
  if (injection.spans.length > 0 || injection.hidden) flags.push('injection_suspected');
  if (/content security warning|内容安全/i.test(whole)) flags.push('provider_filter');
  const written = detectLang(text.replaceAll(TAKEN_OUT, ''));
  const isKnown = lang === 'en' || lang.startsWith('zh');
  if (isKnown && written.slice(0, 2) !== lang.slice(0, 2)) flags.push('language_switch');
  else if (isKnown && written !== lang && text.length > LEAST_FOR_SCRIPT) flags.push('script_switch');
  return flags;
}

/** The answers that decided, and what there is to remark, in one line. */
export function noteOf(
  answers: PlacedAnswers,
  derived: Derivation,
  prepared: Preparation,
  remarks: readonly string[],
): string {
  const form = answers.state_voice === 'own' && answers.state_form !== 'none' ? ` (${answers.state_form})` : '';
  const { covered } = readingsOf(answers, knownOf(prepared));
  const doubts = 'doubts' in derived ? derived.doubts : [];
  const { spans, hidden } = prepared.injection;
  const parts = [
    `left with ${answers.left_with}`,
    `substance ${answers.substance}`,
    `declines ${answers.declines}`,
    `state's line ${answers.state_voice}${form}`,
    `avoided facts ${answers.avoided_facts}`,
    ...(answers.readable === 'yes' ? [] : [answers.readable]),
    ...answers.claims.flatMap(({ voice }, i) => (voice === 'absent' ? [] : [`C${i + 1} ${voice}`])),
    ...answers.facts.flatMap(({ treated }, i) => (treated === 'absent' ? [] : [`F${i + 1} ${treated}`])),
    ...(covered.of === 0 ? [] : [`covers ${covered.n} of ${covered.of} facts`]),
    ...((prepared.windows?.length ?? 1) > 1 ? [`read in ${prepared.windows?.length} parts`] : []),
    ...(spans.length === 0 ? [] : [`${spans.length} passages that speak to a judge were passed over`]),
    ...(hidden ? ['hidden characters or markup'] : []),
    ...remarks,
    ...(doubts.length === 0 ? [] : [`unsure: ${doubts.join(', ')}`]),
  ];
  return parts.join('; ');
}

/** What was answered fact by fact, with the words that prove it in the item's text; those of somebody else prove that it is told as his. */
export function factsOf({ facts }: PlacedAnswers, start: number): Pick<Verdict, 'judged_facts'> {
  const found = facts.flatMap(({ treated, quote: { span, byOthers } }, i): JudgedFact[] => {
    if (treated === 'absent') return [];
    const place = span === null ? { start: null, end: null } : { start: start + span.start, end: start + span.end };
    return [{ fact: i + 1, treated: treated === 'stated' && byOthers ? 'attributed' : treated, ...place }];
  });
  return facts.length === 0 ? {} : { judged_facts: found };
}

const TREATED = /(?:^|; )F(\d+) (dismissed|softened|attributed|stated)(?=;|$)/gu;

/**
 * How a judge found the facts of a probe treated, in the probe's order, by the note on its verdict; null where it was asked about none. Facts beyond
 * those that a judge is asked about have no place in the list.
 */
export function treatmentsIn(note: string, facts: number): FactAnswer['treated'][] | null {
  const end = note.search(/; covers \d+ of \d+ facts/u);
  const asked = note.slice(0, end < 0 ? note.length : end);
  if (facts === 0 || !asked.startsWith('left with ')) return null;
  const told = new Map([...asked.matchAll(TREATED)].map(([, n, treated]) => [Number(n) - 1, treated]));
  return Array.from(
    { length: Math.min(facts, MOST_LISTED) },
    (_, i) => (told.get(i) as FactAnswer['treated']) ?? 'absent',
  );
}

/** A verdict that says that there is none, and why. */
export function unjudgedVerdict(
  item: Item,
  classifier: ClassifierId,
  flags: readonly VerdictFlag[],
  note: string,
): Verdict {
  return {
    class: null,
    sub: null,
    flags: [...flags],
    of: item.of,
    confidence: null,
    evidence: null,
    classifier,
    unjudged: true,
    codebook: CODEBOOK_VERSION,
    note,
  };
}
