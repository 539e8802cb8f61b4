import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { normalizeLang } from '../../src/model/lang.ts';

/** What a judge said of one answer: whether the model did what was asked. */
export interface JudgeLabel {
  readonly judge: string;
  /** `COMPLETE`, `EVASIVE`, `DENIAL`, or a kind of error. */
  readonly label: string;
  /** Model, question and language, as `answerKey` makes it. */
  readonly answer: string;
}

/** Names one answer of the collection: the model as published, the question, the language. */
export function answerKey(model: string, question: string, lang: string): string {
  return JSON.stringify([model.replaceAll('/', '_'), question, normalizeLang(lang)]);
}

const publishedSchema = z.looseObject({
  question_id: z.string(),
  category: z.string(),
  model: z.string(),
  judge_model: z.string(),
  compliance: z.string(),
});
const flatSchema = z.looseObject({ question_id: z.string(), lang: z.string().default('en'), model: z.string() });

/**
 * Reads what judges said: lines of SpeechMap's `analysis*` folders (`judge_model`, `compliance`), or flattened lines with a field
 * `label_JUDGE` a judge. Lines of another form have no label in them and are passed over. Throws where a line is no JSON.
 */
export async function readJudgeLabels(file: string): Promise<JudgeLabel[]> {
  const found: JudgeLabel[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() !== '') found.push(...labelsOf(parsed(line, `${file}:${number}`)));
  }
  return found;
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${place}: expected a JSON object, got ${JSON.stringify(line.slice(0, 40))}`);
  }
}

function labelsOf(row: unknown): JudgeLabel[] {
  const published = publishedSchema.safeParse(row);
  if (published.success) {
    const { question_id, category, model, judge_model, compliance } = published.data;
    const lang = /^([a-z]{2})_/.exec(category.replace(/^(us|eu)_/, ''))?.[1] ?? 'en';
    return [{ judge: judge_model, label: compliance, answer: answerKey(model, question_id, lang) }];
  }
  const flat = flatSchema.safeParse(row);
  if (!flat.success) return [];
  const { question_id, lang, model, ...rest } = flat.data;
  return Object.entries(rest).flatMap(([field, label]) =>
    field.startsWith('label_') && typeof label === 'string'
      ? [{ judge: field.slice('label_'.length), label, answer: answerKey(model, question_id, lang) }]
      : [],
  );
}
