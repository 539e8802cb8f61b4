import type { Span } from '../probes/sentence-spans.ts';
import { RULES_SETTINGS } from './rules-settings.ts';

/** A sentence whose voice is to be told; `text` in lower case. */
export interface Spoken extends Span {
  readonly text: string;
  readonly size: number;
}

const { reading, attribution } = RULES_SETTINGS;
const LEAD_IN = /[：:]\**\s*$/;

/**
 * For each sentence whether something over it gives it to somebody else: a heading that names a speaker, for what stands under it up
 * to the next heading; a lead-in with a colon, for its list or paragraph; a speaker at the head of a line, for that line. `attributed`
 * says of each whether it names a speaker and does not take over what he says.
 */
export function headedBySpeakers(
  text: string,
  sentences: readonly Spoken[],
  attributed: readonly boolean[],
): boolean[] {
  let head: 'heading' | 'lead' | 'line' | null = null;
  let covered = 0;
  return sentences.map((sentence, i) => {
    const { text: words, size, start } = sentence;
    const attributes = attributed[i] ?? false;
    const next = i === 0 || text[start - 1] === '\n' || text.slice(sentences[i - 1]?.end ?? 0, start).includes('\n');
    const isHeading =
      next && size < reading.heading && !reading.endedSentence.test(words) && !LEAD_IN.test(words) && !isItem(words);
    const isLead = LEAD_IN.test(words);
    if (head === 'line' && next) head = null;
    if (head === 'lead' && next && covered > 0 && !isItem(words) && /\n\s*\n\s*$/.test(text.slice(0, start)))
      head = null;
    const under = head !== null && !isHeading && !isLead;
    if (under) covered += 1;
    if (isHeading || isLead || (next && reading.leads.test(words))) {
      covered = 0;
      const stays = head !== 'line' && !isHeading && isItem(words);
      if (attributes) head = stays && head !== null ? head : isHeading ? 'heading' : isLead ? 'lead' : 'line';
      else if (!stays) head = null;
    }
    return under || (head !== null && (isHeading || isLead));
  });
}

function isItem(words: string): boolean {
  return attribution.item.test(words);
}
