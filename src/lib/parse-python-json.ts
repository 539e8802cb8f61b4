import { jsonMistake } from './json-mistake.ts';

/** JSON as Python writes it, where numbers may be NaN or Infinity: those become null. Throws SyntaxError, which quotes nothing. */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const strict = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs, (part) =>
      part.startsWith('"') ? part : 'null',
    );
    if (strict === text) throw new SyntaxError(jsonMistake(text, error), { cause: error });
    try {
      return JSON.parse(strict);
    } catch (cause) {
      throw new SyntaxError(jsonMistake(text, cause), { cause });
    }
  }
}
