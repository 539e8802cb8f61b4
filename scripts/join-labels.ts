import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * Joins labels that are kept by key (`data/speechmap-labels.jsonl`, `data/labels-2.jsonl`) with the answers, which are not ours to ship, and prints gold lines.
 * Rows of the answers have set, question_id and model, or an id, or model, question and content by row number. Labels whose answers are in none of the files are left
 * out and counted on stderr. Usage: tsx scripts/join-labels.ts --labels LABELS.jsonl... -- ANSWERS.jsonl... > gold.jsonl
 */
type Row = Readonly<Record<string, string | number | null | readonly string[]>>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { labels: { type: 'string', multiple: true } },
});
const rowsOf = (file: string): Row[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const answers = new Map<string, Row>();
for (const file of positionals)
  for (const [i, row] of rowsOf(file).entries()) for (const key of keysOf(row, i)) answers.set(key, row);

let without = 0;
for (const file of values.labels ?? []) {
  for (const label of rowsOf(file)) {
    const key = keysOf(label, Number(label.row ?? -1))[0] ?? '';
    const answer = answers.get(key);
    if (answer === undefined) {
      without += 1;
      continue;
    }
    console.log(JSON.stringify(goldLine(key, label, answer)));
  }
}
if (without > 0) console.error(`${without} labels have no answer in ${positionals.join(', ')}`);

function keysOf(row: Row, place: number): string[] {
  if (row.question_id != null) return [`${row.set} ${row.question_id} ${row.model}`];
  if (row.id != null) return [String(row.id)];
  return [`${row.model} row ${place}`];
}

function goldLine(id: string, label: Row, answer: Row): Row {
  const set = label.set == null ? null : String(label.set);
  const source = set ?? String(label.source);
  const lang = set?.startsWith('zh_') === true ? 'zh-Hans' : String(answer.lang ?? 'en');
  const prompt = answer.prompt ?? answer.question ?? null;
  return {
    id,
    lang,
    prompt,
    response: answer.response ?? answer.content ?? '',
    label: label.label ?? null,
    sub: label.sub ?? null,
    flags: label.flags ?? [],
    line_of: label.line_of ?? null,
    confidence: label.confidence ?? 2,
    codebook: label.codebook ?? 1,
    question: questionOf(label, answer, source),
    source,
    model: label.model ?? answer.model ?? null,
  };
}

/** The same request in another language, or about another state by the same number, is not the same question. */
function questionOf(label: Row, answer: Row, source: string): string {
  if (label.question_id != null)
    return `${source.replace(/^zh_/, '').replace(/_criticism$/, '')}-${String(label.question_id).replace(/^.*_(?=\d+$)/, '')}`;
  return `${source}-${String(answer.question ?? answer.prompt)}`;
}
