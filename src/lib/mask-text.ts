/** A text that must not be kept or shown, and what stands where it is taken out. */
export interface Secret {
  readonly value: string;
  /** `${NAME}`, where the value came from a variable; else the same as elsewhere. */
  readonly name: string;
}

/** Stands where a secret was. */
export const MASK = '(secret)';
/** Pieces that a cut has left of a secret at a text's end are taken out from this length on, in UTF-16 code units. */
const SHORTEST_PIECE = 6;

/** From this length on a value is looked for in capitals, in small letters and in hexadecimal too, in UTF-16 code units. */
const LONG = 12;

/** Takes secrets out of texts, also where they stand in base64 or hexadecimal, as part of an address or escaped in JSON or HTML. */
export interface Masker {
  /** The text with `(secret)` for each secret. */
  text(text: string): string;
  /** The same for what was cut: a piece of a secret at the end goes too. */
  cut(text: string): string;
  /** The same for every text and key in plain data, with `(secret)` or, where `named`, with the names of variables. */
  data<T>(data: T, named?: boolean): T;
}

/** A masker for some secrets; null where there are none. */
export function maskerOf(secrets: readonly Secret[]): Masker | null {
  const names = new Map<string, string>();
  for (const { value, name } of secrets) {
    for (const form of allFormsOf(value)) if (!names.has(form)) names.set(form, name);
  }
  if (names.size === 0) return null;
  const forms = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  const text = (given: string): string => given.replace(pattern, MASK);
  const byName = (given: string): string => given.replace(pattern, (form) => names.get(form) ?? MASK);
  const cut = (given: string): string => {
    const masked = text(given);
    const [, body = masked, rest = ''] = /^([\s\S]*?)((?:…|\.{3}|\[cut\])?\s*)$/.exec(masked) ?? [];
    const piece = Math.max(...secrets.map(({ value }) => pieceAtEnd(body, value)));
    return piece < SHORTEST_PIECE ? masked : body.slice(0, body.length - piece) + MASK + rest;
  };
  return { text, cut, data: (data, named = false) => mapTexts(data, named ? byName : text) };
}

/** How many characters of a value's beginning a text ends with. */
function pieceAtEnd(text: string, value: string): number {
  for (let length = Math.min(value.length - 1, text.length); length >= SHORTEST_PIECE; length -= 1) {
    if (text.endsWith(value.slice(0, length))) return length;
  }
  return 0;
}

/** The same in other letters; of short values these are ordinary words. */
function allFormsOf(value: string): string[] {
  if (value.length < LONG) return formsOf(value);
  const hex = Buffer.from(value.toWellFormed(), 'utf8').toString('hex');
  return [value, value.toUpperCase(), value.toLowerCase()].flatMap(formsOf).concat(hex, hex.toUpperCase());
}

/** A value as it may stand in text: as it is, escaped, in an address, and in base64 at each place among other bytes. */
function formsOf(value: string): string[] {
  if (value === '') return [];
  const whole = value.toWellFormed();
  const inAddress = encodeURIComponent(whole);
  const escaped = JSON.stringify(value).slice(1, -1);
  const inHtml = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    value,
    encodeURIComponent(inAddress),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    escaped.replaceAll('/', '\\/'),
    inAddress,
    inAddress.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inAddress.replaceAll('%20', '+'),
    encodeURI(whole),
    inHtml,
    inHtml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    ...[0, 1, 2].flatMap((before) => base64At(whole, before)),
  ];
}

/** Characters of each bit of base64 that hold nothing of `before` bytes in front. */
const FIRST = [0, 2, 3];

/** The characters of base64 that a value decides alone, where `before` bytes (modulo 3) stand in front of it; in both alphabets. */
function base64At(value: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
  const whole = bytes.toString('base64');
  const sure = whole.slice(FIRST[before], Math.floor((bytes.length * 8) / 6));
  const both = before === 0 ? [whole, sure] : [sure];
  return both.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function mapTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T;
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, change)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [change(key), mapTexts(item, change)])) as T;
}
