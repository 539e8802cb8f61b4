import type { Item } from '../../classify/classifier.ts';
import { type Delivery, type DeliveryOutcome, hasOpinion } from '../../model/delivery.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import { readCollected } from '../../reading/delivery-of-collected.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import { judgedText } from '../../reading/judged-text.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';

/** An answer that somebody collected, as a line of a file tells of it. */
export interface CollectedLine {
  readonly response: string;
  readonly prompt: string | null;
  readonly lang: string | null;
  readonly delivery?: Delivery | null | undefined;
  readonly finishReason?: string | null | undefined;
  readonly reasoning?: string | null | undefined;
}

/** What such an answer is to a classifier. */
export interface CollectedItem {
  readonly outcome: DeliveryOutcome;
  /** null: there is no opinion in it. Offsets are those of the response. */
  readonly item: Item | null;
  /** Why no classifier is asked all the same; null: one is. */
  readonly unclear: string | null;
}

/** Reads a collected answer as an import does: what happened to it, and its text up to where the answer ends. */
export function collectedItem(line: CollectedLine, probe: Probe | null): CollectedItem {
  const { response, prompt, lang, delivery, finishReason = null, reasoning } = line;
  const read = readCollected({ response, finishReason, delivery, reasoning, prompt });
  const { outcome } = read;
  if (!hasOpinion(outcome.delivery)) return { outcome, item: null, unclear: null };
  const judged = judgedText(wholeOf(response, read.text), prompt, read.signs.includes('reasoning_unknown'));
  const item: Item = {
    text: judged.text,
    of: 'response',
    prompt,
    lang: lang === null ? detectLang(prompt ?? response) : normalizeLang(lang),
    truncated: outcome.delivery === 'truncated' && !judged.runsOn,
    probe,
  };
  return { outcome, item, unclear: judged.unclear };
}

/** The response with blanks for a thought that only its own field tells, so that offsets stay those of the response. */
function wholeOf(response: string, text: string): string {
  const start = response.length - text.length;
  const mirrored = text !== '' && response.endsWith(text) && splitThinkTags(response).start < start;
  return mirrored ? ' '.repeat(start) + text : response;
}
