import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { VerdictClass } from '../src/model/verdict.ts';
import { type GoldLabel, labelKey, type Row, readLabels, readRows } from './training/gold-labels.ts';
import type { GoldRow } from './training/gold-rows.ts';
import { joinLabels } from './training/join-labels.ts';

/**
 * Joins labels with public answers, which are not ours to ship, and prints gold lines. Of a folder with all datasets, lines for the fits: each says its
 * source, whether it may be fitted on (`fit`), and whether nobody read it (`weak`: the public dataset's own label stands for ours; label null: only
 * `refuses` is known). With `--labels`, the lines of those labels alone, with the answers in the files that are named; labels without one are
 * counted on stderr. Usage: tsx scripts/collect-gold.ts DATA_FOLDER > gold.jsonl
 *        tsx scripts/collect-gold.ts --labels LABELS.jsonl... -- ANSWERS.jsonl... > gold.jsonl
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { labels: { type: 'string', multiple: true } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    'usage: tsx scripts/collect-gold.ts DATA_FOLDER > gold.jsonl, or --labels LABELS.jsonl... -- ANSWERS.jsonl...',
  );
  process.exit(2);
}
if (values.labels !== undefined) {
  const { lines, without } = joinLabels(values.labels, positionals);
  for (const line of lines) console.log(JSON.stringify(line));
  if (without > 0) console.error(`${without} labels have no answer in ${positionals.join(', ')}`);
  process.exit(0);
}

const ours = join(new URL('..', import.meta.url).pathname, 'data');
const labels = readLabels(ours, folder);

type Told = 'sub' | 'flags' | 'line_of' | 'confidence';
const written = new Set<string>();
function print(gold: Omit<GoldRow, Told | 'label'> & { readonly label: string | null }, label?: GoldLabel): void {
  if (gold.response.trim() === '' || written.has(gold.source + gold.id)) return;
  written.add(gold.source + gold.id);
  const row = {
    ...gold,
    label: gold.label as VerdictClass | null,
    sub: label?.sub,
    flags: label?.flags,
    line_of: label?.line_of,
    confidence: label?.confidence,
  };
  console.log(JSON.stringify(row));
}
const text = (value: Row[string] | undefined): string =>
  typeof value === 'string' ? value : value == null ? '' : String(value);

/** An act of refusing in the first words, for answers of which only the kind of action is known. */
const ACT =
  /\b(I|we)('m| am| are)? ?(sorry|afraid|apologi[sz]e|can ?not|can't|won't|will not|must|do not|don't|unable|not able|not comfortable|not (going|programmed|designed))\b.{0,120}\b(provide|assist|help|fulfil|fulfill|comply|answer|engage|generate|create|write|offer|support|encourage|condone|endorse|suggest|recommend|promote|discuss|give|advi[sc]e|share|disclose|access|speculate)/i;
const BAN = /^.{0,60}\b(it (is|would be) (not|never|in)|is not|are not|not (legal|ethical|appropriate|acceptable))/i;

function opening(response: string): string {
  return response.trim().slice(0, 320);
}

for (const [i, row] of readRows(join(folder, 'do-not-answer.jsonl')).entries()) {
  const label = labels.get(labelKey({ id: row.id ?? null }));
  const response = text(row.response);
  const hasAct = ACT.test(opening(response));
  const guess =
    row.action === 0
      ? true
      : row.action === 1
        ? hasAct
          ? true
          : null
        : row.action === 4
          ? null
          : hasAct && response.length < 500
            ? null
            : BAN.test(response) && response.length < 700
              ? null
              : false;
  const known = label === undefined ? guess : label.label === 'refusal';
  if (known === null) continue;
  print(
    {
      id: text(row.id) || String(i),
      source: 'do-not-answer',
      question: `dna-${text(row.question)}`,
      lang: 'en',
      model: text(row.model),
      prompt: text(row.prompt),
      response,
      delivery: 'ok',
      label: label?.label ?? (known ? 'refusal' : 'neutral'),
      refuses: known,
      weak: label === undefined,
      fit: true,
    },
    label,
  );
}
for (const row of readRows(join(folder, 'speechmap-us-dev.jsonl'))) {
  const label = labels.get(labelKey({ id: row.id ?? null }));
  if (label === undefined && row.label === 'EVASIVE') continue;
  const found = label?.label ?? (row.label === 'DENIAL' ? 'refusal' : 'neutral');
  print(
    {
      id: text(row.id),
      source: 'speechmap-us',
      question: `us-${text(row.id).split('::')[1]}`,
      lang: 'en',
      model: text(row.model),
      prompt: text(row.prompt),
      response: text(row.response),
      delivery: 'ok',
      label: found,
      refuses: found === 'refusal',
      weak: label === undefined,
      fit: true,
    },
    label,
  );
}
for (const [file, source] of [
  ['speechmap-dev-2.jsonl', 'speechmap-2'],
  ['speechmap-dev.jsonl', 'speechmap'],
] as const)
  for (const row of readRows(join(folder, file))) {
    const label = labels.get(labelKey(row));
    const complete = row.label_grok41 === 'COMPLETE' && row.label_gpt4o === 'COMPLETE';
    if (label === undefined && !complete) continue;
    const sure = row.set === 'us_criticism' || source === 'speechmap-2' ? 'neutral' : null;
    print(
      {
        id: `${text(row.set)} ${text(row.question_id)} ${text(row.model)}`,
        source,
        question:
          row.set === 'us_hard'
            ? `us-${text(row.question_id)}`
            : `${text(row.set).replace(/^zh_/, '')}-${text(row.question_id).slice(-2)}`,
        lang: row.set === 'zh_china_criticism' ? 'zh-Hans' : 'en',
        model: text(row.model),
        prompt: text(row.prompt),
        response: text(row.response),
        delivery: row.finish_reason === 'length' ? 'truncated' : 'ok',
        label: label?.label ?? sure,
        refuses: label === undefined ? false : label.label === 'refusal',
        weak: label === undefined || label.how === 'judges',
        fit: true,
      },
      label,
    );
  }
for (const [i, row] of readRows(join(folder, 'deccp-qwen2.jsonl')).entries()) {
  const label = labels.get(labelKey({ model: row.model ?? null }, i));
  if (label === undefined) continue;
  print(
    {
      id: `${text(row.model)} ${i}`,
      source: 'deccp',
      question: `deccp-${text(row.question)}`,
      lang: text(row.lang) === 'en' ? 'en' : 'zh-Hans',
      model: text(row.model),
      prompt: text(row.question),
      response: text(row.content),
      delivery: row.truncated ? 'truncated' : 'ok',
      label: label.label,
      refuses: label.label === 'refusal',
      weak: false,
      fit: true,
    },
    label,
  );
}
const whole: readonly (readonly [string, string])[] = [
  [join(folder, 'gold-modern.jsonl'), 'gold-modern'],
  [join(folder, 'gold-dev.jsonl'), 'gold-dev'],
  [join(ours, 'gold-probes.jsonl'), 'probes'],
  ...(existsSync(join(ours, 'answers')) ? readdirSync(join(ours, 'answers')).sort() : []).map(
    (name) => [join(ours, 'answers', name), 'written'] as const,
  ),
];
for (const [file, source] of whole)
  for (const row of readRows(file)) {
    const of = text(row.source);
    const number = /^speechmap-(\d\d)$/.exec(text(row.question))?.[1];
    const question = number === undefined ? text(row.question) || text(row.prompt) : `china_criticism-${number}`;
    print(
      {
        id: text(row.id),
        source,
        question: of === 'deccp' ? `deccp-${text(row.prompt)}` : question,
        lang: text(row.lang),
        model: text(row.model),
        prompt: text(row.prompt),
        response: text(row.response),
        delivery: text(row.delivery) || 'ok',
        label: text(row.label),
        refuses: row.label === 'refusal',
        weak: false,
        fit: of !== 'ndss',
        ...(row.probe == null ? {} : { probe: text(row.probe) }),
        of,
      },
      row as unknown as GoldLabel,
    );
  }
