import type { Classifier, Item } from '../../classify/classifier.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { Lang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { askedIn } from '../../model/turn.ts';
import type { Verdict } from '../../model/verdict.ts';
import { kindOfWords } from '../../probes/follow-ups.ts';
import { judgedText, tooLong } from '../../reading/judged-text.ts';

/** What a classifier may know of a variant. */
export interface JudgedVariant {
  readonly lang: Lang;
  readonly prompt: string;
  readonly probe: Probe;
}

/** A text to judge. `unclear`: why no classifier is asked; null: one is. */
export interface JudgedItem extends Item {
  /** The text as it is stored, where what is judged differs from it; of the same length or longer. */
  readonly given?: string;
  readonly unclear: string | null;
  /** True where thought stood in the text as it came. */
  readonly leaked?: boolean;
}

/**
 * The texts of a response that have a verdict each: the answer where there is an opinion in it, up to where it goes on as somebody else,
 * and a reasoning trace.
 */
export function itemsOf(response: ResponseRecord, variant: JudgedVariant): JudgedItem[] {
  const { lang, probe } = variant;
  // What a check brings is right or wrong, and no class.
  if (!hasOpinion(response.delivery) || probe.knowledge !== undefined) return [];
  const asked = askedIn(response, variant.prompt);
  // Who insists asks the question itself again.
  const prompt = kindOfWords(asked, lang) === 'pushback' ? variant.prompt : asked;
  const read = judgedText(response.text, asked, response.flags.includes('reasoning_unknown'));
  const truncated = response.delivery === 'truncated';
  const shared = { lang, prompt, probe };
  const items: JudgedItem[] = [
    {
      ...shared,
      text: read.text,
      given: response.text,
      of: 'response',
      truncated: truncated && !read.runsOn,
      unclear: read.unclear,
      leaked: response.envelope.think_tags !== undefined,
    },
  ];
  const { reasoning } = response;
  if (reasoning !== null && reasoning.trim() !== '') {
    items.push({ ...shared, text: reasoning, of: 'reasoning', truncated, unclear: tooLong(reasoning) });
  }
  return items;
}

/** Every verdict of a classifier on a text, the one that counts last; an unclear text is left unjudged, with the reason. */
export async function judgeItem(
  classifier: Classifier,
  { unclear, leaked = false, given, ...item }: JudgedItem,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  if (unclear !== null) return [leftUnjudged(classifier, item.of, unclear)];
  const found = (await classifier.classifyAll?.(item, signal)) ?? [await classifier.classify(item, signal)];
  const verdicts = given === undefined ? found : found.map((verdict) => asGiven(verdict, given));
  return leaked ? verdicts.map(withLeak) : verdicts;
}

/** A verdict whose evidence is in the words that were given. */
export function asGiven(verdict: Verdict, given: string): Verdict {
  const { evidence } = verdict;
  if (evidence === null) return verdict;
  const text = given.slice(evidence.start, evidence.end);
  return text === evidence.text ? verdict : { ...verdict, evidence: { ...evidence, text } };
}

/** A verdict on a text in which thought stood (rule 14 of the codebook), though it was taken out before. */
export function withLeak(verdict: Verdict): Verdict {
  const isMarked = verdict.class === null || verdict.flags.includes('reasoning_leak');
  return isMarked ? verdict : { ...verdict, flags: ['reasoning_leak', ...verdict.flags] };
}

/** A verdict that says that there is none, and why. */
export function leftUnjudged({ name, version, mode }: Classifier, of: Item['of'], note: string): Verdict {
  const nothing = { class: null, sub: null, flags: [], confidence: null, evidence: null };
  return { ...nothing, of, classifier: { name, version, mode }, unjudged: true, note };
}

/** The turn that a verdict on a response belongs to; the first is not written out. */
export function turnOf({ turn = 1 }: ResponseRecord): { readonly turn?: number } {
  return turn === 1 ? {} : { turn };
}

/** Judges a response with a classifier; `at` is the time to note, ISO 8601. */
export async function verdictsOn(
  response: ResponseRecord,
  variant: JudgedVariant,
  classifier: Classifier,
  at: string,
  signal: AbortSignal,
): Promise<StoredVerdict[]> {
  const verdicts: StoredVerdict[] = [];
  for (const item of itemsOf(response, variant)) {
    const counted = (await judgeItem(classifier, item, signal)).at(-1);
    if (counted !== undefined) verdicts.push({ ...counted, ...turnOf(response), at, by: null });
  }
  return verdicts;
}
