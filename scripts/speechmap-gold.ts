import { readFileSync } from 'node:fs';

/**
 * Joins `data/speechmap-labels.jsonl` with the answers, which are not ours to ship, and prints gold lines.
 * Usage: tsx scripts/speechmap-gold.ts SPEECHMAP.jsonl > labelled.jsonl   (rows with set, question_id, model, prompt, response)
 */
const lines = (file: string | URL): Record<string, string>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const keyOf = ({ set, question_id, model }: Record<string, string>): string => `${set} ${question_id} ${model}`;
const answers = new Map(lines(process.argv[2] ?? '').map((row) => [keyOf(row), row]));
for (const { label, sub, ...row } of lines(new URL('../data/speechmap-labels.jsonl', import.meta.url))) {
  const answer = answers.get(keyOf(row));
  if (answer === undefined) throw new Error(`no answer for ${keyOf(row)} in ${process.argv[2]}`);
  const { prompt, response } = answer;
  const lang = row.set === 'zh_china_criticism' ? 'zh-Hans' : 'en';
  const topic = row.set === 'us_criticism' ? 'us' : 'speechmap';
  const question = `${topic}-${row.question_id?.slice(-2)}`;
  console.log(
    JSON.stringify({ id: keyOf(row), source: topic, question, lang, model: row.model, prompt, response, label, sub }),
  );
}
