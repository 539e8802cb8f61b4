/** A JSON value, and what was mended in its form, in a few words each. */
export interface LooseJson {
  readonly value: unknown;
  readonly slips: readonly string[];
}

const STRING = /"(?:[^"\\]|\\[\s\S])*"/gu;

/**
 * Parses JSON as models write it: also with trailing commas, comments, line ends inside strings, typographic quotation marks round names, and
 * `None`, `True`, `False`, quotation marks that were not escaped. null: it is no JSON all the same.
 */
export function parseLooseJson(json: string): LooseJson | null {
  const plain = parsed(json);
  if (plain !== undefined) return { value: plain, slips: [] };
  const slips: string[] = [];
  let mended = json;
  const step = (slip: string, next: string): void => {
    if (next !== mended) slips.push(slip);
    mended = next;
  };
  step(
    'line end in a string',
    mended.replace(STRING, (string) => string.replace(/[\n\r\t]/g, escaped)),
  );
  step(
    'typographic quotation marks',
    outsideStrings(mended, (part) => part.replace(/[“”„‟＂]/gu, '"')),
  );
  step(
    'comment',
    outsideStrings(mended, (part) => part.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//gu, ' ')),
  );
  step(
    'word of another language for null, true or false',
    outsideStrings(mended, (part) =>
      part
        .replace(/\b(?:None|undefined|NULL|Null|NaN)\b/gu, 'null')
        .replace(/\b(?:True|TRUE)\b/gu, 'true')
        .replace(/\b(?:False|FALSE)\b/gu, 'false'),
    ),
  );
  step(
    'full-width sign',
    outsideStrings(mended, (part) => part.replace(/，/gu, ',').replace(/：/gu, ':')),
  );
  step(
    'trailing comma',
    outsideStrings(mended, (part) => part.replace(/,(?=\s*[}\]])/gu, '')),
  );
  const value = parsed(mended);
  if (value !== undefined) return { value, slips };
  const last = parsed(withEscapedQuotes(mended));
  return last === undefined ? null : { value: last, slips: [...slips, 'quotation marks inside a string'] };
}

/** Escapes quotation marks inside strings: one ends a string only where a comma, colon, bracket or brace follows as JSON has it. */
function withEscapedQuotes(text: string): string {
  let out = '';
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (inside && character === '\\') {
      out += character + (text[at + 1] ?? '');
      at += 1;
    } else if (character !== '"') out += character;
    else if (!inside) {
      inside = true;
      out += character;
    } else if (/^\s*(?:,\s*["{[\]}]|:\s*["{[\dtfn]|[}\]]|$)/u.test(text.slice(at + 1, at + 40))) {
      inside = false;
      out += character;
    } else out += '\\"';
  }
  return out;
}

function outsideStrings(text: string, change: (part: string) => string): string {
  // A comma and the brace after it may be divided by nothing but a string, so that parts can be changed one by one.
  let from = 0;
  let out = '';
  for (const { 0: string, index } of text.matchAll(STRING)) {
    out += change(text.slice(from, index)) + string;
    from = index + string.length;
  }
  return out + change(text.slice(from));
}

function escaped(character: string): string {
  return { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character] ?? character;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
