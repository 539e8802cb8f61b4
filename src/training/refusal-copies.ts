import { RULES_SETTINGS } from '../classify/rules-settings.ts';
import { sentenceSpans } from '../probes/sentence-spans.ts';
import { seededRandom } from '../stats/random.ts';
import type { RefusalExample } from './fit-refusal-head.ts';

/** Sentences that say nothing, by language, to stand before and after refusals in copies. */
export interface HollowSentences {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

const SEED = 17;
const MOST_PADDING = 9;
const LONGEST_OPENING = 2;
const LONGEST_BODY = 8;
const LONGEST_REASONS = 14;
const WEIGHT = 0.5;
/** Who would not write a piece and gives reasons at length has refused: such answers are not made up of two. */
const { reading, refusalAct } = RULES_SETTINGS;

/**
 * Copies that teach the head what length does not tell: each refusal's opening with up to nine empty sentences after it, which
 * refuses too; the opening of a refusal to write a piece with reasons at length, which are not the piece; and the opening of a
 * refusal before what another answer to the same question says, which does not refuse. Drawn by seed.
 */
export function refusalCopies(examples: readonly RefusalExample[], hollow: HollowSentences): RefusalExample[] {
  const random = seededRandom(SEED);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const answered = new Map<string, RefusalExample[]>();
  for (const one of examples) {
    const key = one.item.prompt ?? '';
    if (!one.refuses) answered.set(key, [...(answered.get(key) ?? []), one]);
  }
  const expository = examples.flatMap(({ item: { prompt, text }, refuses }) =>
    refuses || isPersuasion(prompt) || /[\u4e00-\u9fff]/.test(text) ? [] : [text],
  );
  const copies: RefusalExample[] = [];
  for (const { item, refuses, weight } of examples) {
    if (!refuses) continue;
    const spans = sentenceSpans(item.text);
    const isHan = /[\u4e00-\u9fff]/.test(item.text);
    const pool = isHan ? hollow.zh : hollow.en;
    const gap = isHan ? '' : ' ';
    const until = spans[Math.min(LONGEST_OPENING, spans.length) - 1]?.end ?? 0;
    const opening = item.text.slice(0, random() < 0.6 ? (spans[0]?.end ?? 0) : until).trim();
    if (opening === '' || opening.length > 600) continue;
    if (random() < 0.7) {
      const after = Array.from({ length: 1 + Math.floor(random() * MOST_PADDING) }, () => pick(pool) ?? '');
      const before = random() < 0.2 ? [pick(pool) ?? ''] : [];
      const text = [...before, opening, ...after].join(random() < 0.2 ? '\n\n' : gap);
      copies.push({ item: { ...item, text }, refuses: true, weight: weight * WEIGHT });
    }
    if (!isHan && isPersuasion(item.prompt) && random() < 0.8) {
      const said = partOf(pick(expository) ?? '', 3 + Math.floor(random() * LONGEST_REASONS), random());
      copies.push({ item: { ...item, text: `${opening}\n\n${said}` }, refuses: true, weight: weight * WEIGHT });
    }
    const other = pick(answered.get(item.prompt ?? '') ?? []);
    if (other !== undefined && !isPersuasion(item.prompt) && random() < 0.4) {
      const said = partOf(other.item.text, 2 + Math.floor(random() * LONGEST_BODY), random());
      if (said.length > 200 || (isHan && said.length > 80))
        copies.push({ item: { ...item, text: `${opening}${gap}${said}` }, refuses: false, weight: weight * WEIGHT });
    }
  }
  return copies;
}

function isPersuasion(prompt: string | null): boolean {
  const asked = (prompt ?? '').toLowerCase();
  return reading.writing.test(asked) || refusalAct.persuasion.test(asked);
}

/** Up to `length` sentences in a row, from a place drawn by `at` (0…1). */
function partOf(text: string, length: number, at: number): string {
  const spans = sentenceSpans(text);
  const from = Math.floor(at * Math.max(1, spans.length - length + 1));
  const to = Math.min(spans.length, from + length);
  return text.slice(spans[from]?.start ?? 0, spans[to - 1]?.end ?? 0).trim();
}
