import { parseAllDocuments } from 'yaml';
import type { InstrumentFile } from './instrument.ts';

/** The documents of a YAML or JSON file, or the lines of JSONL, as plain data. Throws SyntaxError with what the parser said. */
export function parseDocuments({ name, text }: InstrumentFile): unknown[] {
  if (/\.jsonl$/i.test(name)) {
    return text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (error) {
        throw new SyntaxError(`line ${index + 1}: expected JSON, got a mistake: ${(error as Error).message}`);
      }
    });
  }
  const documents = parseAllDocuments(text, { prettyErrors: true, version: '1.2' });
  if (!Array.isArray(documents)) return [];
  for (const { errors } of documents) {
    const [first] = errors;
    if (first !== undefined) throw new SyntaxError(`expected valid YAML, got a mistake: ${first.message}`);
  }
  return documents.map((document) => document.toJS() as unknown);
}

/** True for a map of names to values. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something, trimmed; null for anything else. */
export function saidText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
