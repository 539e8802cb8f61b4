import type { Classifier, Item } from '../../classify/classifier.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { Lang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';

/** What a classifier may know of a variant. */
export interface JudgedVariant {
  readonly lang: Lang;
  readonly prompt: string;
  readonly probe: Probe;
}

/** The texts of a response that have a verdict each: the answer where there is an opinion in it, and a reasoning trace. */
export function itemsOf(response: ResponseRecord, variant: JudgedVariant): Item[] {
  if (!hasOpinion(response.delivery)) return [];
  const { lang, prompt, probe } = variant;
  const shared = { lang, prompt, probe, truncated: response.delivery === 'truncated' };
  const items: Item[] = [{ ...shared, text: response.text, of: 'response' }];
  const { reasoning } = response;
  if (reasoning !== null && reasoning.trim() !== '') items.push({ ...shared, text: reasoning, of: 'reasoning' });
  return items;
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
    verdicts.push({ ...(await classifier.classify(item, signal)), at, by: null });
  }
  return verdicts;
}
