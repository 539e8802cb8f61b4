import { contentHash } from '../../lib/digest.ts';
import type { JsonObject } from '../../lib/json.ts';
import { flagsJsonSchema, judgeJsonSchema } from './judge-answers.ts';
import type { JudgeOptions } from './judge-call.ts';
import { JUDGE_WORDS } from './judge-prompt.ts';

/** Counts up with every change of the code that can change a verdict. */
const REVISION = 4;

/** A hash over all that can change a verdict: texts, schemas, model with its parameters, and the code's revision. */
export function judgeVersion({
  model,
  quoteLength,
  flags = false,
}: Pick<JudgeOptions, 'model' | 'quoteLength' | 'flags'>): string {
  const bounds = quoteLength === null ? null : { seal: '', quoteLength };
  const words = Object.values(JUDGE_WORDS).map((one) => spelledOut(one) as JsonObject);
  const second = flags ? [flagsJsonSchema(bounds)] : [];
  return contentHash([REVISION, words, judgeJsonSchema(1, 1, bounds), model, ...second]).slice(0, 12);
}

/** Texts that are made of others as they come out of them. */
function spelledOut(value: unknown): unknown {
  if (typeof value === 'function') return value('A', 'B');
  if (Array.isArray(value)) return value.map(spelledOut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelledOut(one)]));
}
