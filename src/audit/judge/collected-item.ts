import type { Item } from '../../classify/classifier.ts';
import { isNullWord } from '../../formats/null-words.ts';
import type { JsonObject } from '../../lib/json.ts';
import { type Delivery, type DeliveryOutcome, hasOpinion } from '../../model/delivery.ts';
import type { Probe } from '../../model/probe.ts';
import { readCollected } from '../../reading/delivery-of-collected.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import { judgedText } from '../../reading/judged-text.ts';
import { langOfWords } from '../../reading/lang-of-words.ts';

/** An answer that somebody collected, as a line of a file tells of it. */
export interface CollectedLine {
  readonly response: string;
  readonly prompt: string | null;
  readonly lang: string | null;
  readonly delivery?: Delivery | null | undefined;
  readonly finishReason?: string | null | undefined;
  readonly reasoning?: string | null | undefined;
  readonly error?: Parameters<typeof readCollected>[0]['error'];
  readonly envelope?: JsonObject | null | undefined;
}

/** What such an answer is to a classifier. */
export interface CollectedItem {
  readonly outcome: DeliveryOutcome;
  /** null: there is no opinion in it. */
  readonly item: Item | null;
  /** Where in the response the item's text begins: a thought before it is no part of it. */
  readonly start: number;
  /** The text in which offsets of the item are, as it was given. */
  readonly given: string;
  /** True where thought stood in the text itself, which a verdict on it says. */
  readonly leaked: boolean;
  /** Why no classifier is asked all the same; null: one is. */
  readonly unclear: string | null;
}

/** Reads a collected answer as an import does: what happened to it, and its text up to where the answer ends. */
export function collectedItem(line: CollectedLine, probe: Probe | null): CollectedItem {
  const { response, prompt, lang, delivery, finishReason = null, reasoning, error, envelope } = line;
  const read = readCollected({ response, finishReason, delivery, reasoning, prompt, error, envelope: envelope ?? {} });
  const { outcome } = read;
  const leaked = read.tags !== null;
  if (!hasOpinion(outcome.delivery)) return { outcome, item: null, start: 0, given: response, leaked, unclear: null };
  const at = response.lastIndexOf(read.text);
  const given = at === -1 ? response : read.text;
  const judged = judgedText(given, prompt, read.signs.includes('reasoning_unknown'));
  const item: Item = {
    text: judged.text,
    of: 'response',
    prompt,
    lang: lang === null || isNullWord(lang) ? detectLang(prompt ?? response) : langOfWords(lang).lang,
    truncated: outcome.delivery === 'truncated' && !judged.runsOn,
    probe,
  };
  return { outcome, item, start: Math.max(0, at), given, leaked, unclear: judged.unclear };
}
