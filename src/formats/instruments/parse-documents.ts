import { jsonMistake } from '../../lib/json-mistake.ts';
import { parseYamlDocuments } from '../../lib/yaml-source.ts';
import type { InstrumentFile } from './instrument.ts';

/** The documents of a YAML or JSON file, or the lines of JSONL, as plain data. Throws SyntaxError. */
export function parseDocuments({ name, text }: InstrumentFile): unknown[] {
  if (/\.jsonl$/i.test(name)) {
    return text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (error) {
        throw new SyntaxError(`line ${index + 1}: expected JSON, got ${jsonMistake(line, error)}`);
      }
    });
  }
  return parseYamlDocuments(text);
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
