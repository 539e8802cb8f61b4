/** Signs that services escape for HTML, by name. `&lt;` and `&gt;` are none of them: what they make could be read as a tag. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ quot: '"', apos: "'", amp: '&', nbsp: ' ', hellip: '…', mdash: '—', ndash: '–' },
  ...{ rsquo: '’', lsquo: '‘', rdquo: '”', ldquo: '“', sbquo: '‚', bdquo: '„', laquo: '«', raquo: '»' },
};
/** The same by their numbers. */
const NUMBERED = new Set(Object.values(NAMED).map((sign) => sign.codePointAt(0) ?? 0));
const ENTITY = /&(?:([a-z]{3,6})|#(\d{2,5})|#x([\da-f]{2,4}));/gi;
/** Fills the place of what was longer; readers pass it over, as they do in words that may be parted. */
const FILLER = '\u00ad';

/**
 * A text with the signs in the place of their entities (`I can&rsquo;t`), of the same length, so that offsets stay: behind each sign stand soft hyphens,
 * which nobody sees. The text as given where there are none.
 */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (entity: string, name?: string, decimal?: string, hexadecimal?: string) => {
    const sign = name === undefined ? signOf(decimal, hexadecimal) : NAMED[name.toLowerCase()];
    return sign === undefined ? entity : sign.padEnd(entity.length, FILLER);
  });
}

function signOf(decimal: string | undefined, hexadecimal: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (code === 0xa0) return ' ';
  return NUMBERED.has(code) ? String.fromCodePoint(code) : undefined;
}
