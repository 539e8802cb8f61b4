import { parse } from 'csv-parse/sync';

type Fields = Readonly<Record<string, unknown>>;

/** The results in what promptfoo wrote as JSONL, one a line; null: it is something else. */
export function resultLines(text: string): unknown[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first] = lines;
  if (first === undefined || !isResult(parsed(first))) return null;
  return lines.map(parsed);
}

/** A column of answers: `[provider] prompt`. */
const COLUMN = /^\[([^\]]+)\]\s*([\s\S]*)$/;
/** What promptfoo writes before an answer, and after it. */
const BEFORE = /^\[(PASS|FAIL|ERROR)\](?:\s*\([^)\n]*\))?\s*/;
const AFTER = /\n\s*(?:Pass|Fail) Reason: [\s\S]*$/;

/** The results in a table that promptfoo wrote as CSV; null: it is something else. Variables that a prompt names are put in. */
export function resultTable(text: string): unknown[] | null {
  let records: string[][];
  try {
    records = parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch {
    return null;
  }
  const [head = [], ...rows] = records;
  const outputs = head.flatMap((name, at) => {
    const [, provider = '', prompt = ''] = COLUMN.exec(name) ?? [];
    return provider === '' ? [] : [{ at, provider, prompt }];
  });
  if (outputs.length === 0) return null;
  const firstOutput = outputs[0]?.at ?? 0;
  return rows.flatMap((row) => {
    const vars = Object.fromEntries(head.slice(0, firstOutput).map((name, at) => [name, row[at] ?? '']));
    return outputs.map(({ at, provider, prompt }) => resultOf(row[at] ?? '', provider, filled(prompt, vars), vars));
  });
}

function resultOf(cell: string, provider: string, prompt: string, vars: Readonly<Record<string, string>>): Fields {
  const status = BEFORE.exec(cell);
  const output = status === null ? cell : cell.slice(status[0].length).replace(AFTER, '');
  const failed = status?.[1] === 'ERROR' ? { error: output } : {};
  return { prompt, provider, vars, response: { output: status?.[1] === 'ERROR' ? '' : output, ...failed } };
}

function filled(prompt: string, vars: Readonly<Record<string, string>>): string {
  return prompt.replace(/\{\{-?\s*([\w.]+)\s*(?:\|[^}]*)?-?\}\}/g, (whole, name: string) => vars[name] ?? whole);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'prompt' in value && 'provider' in value;
}
