import { UsageError } from '../lib/errors.ts';

/** Somebody who made a study: a person by family name and given names, or else a name as it is given. */
export interface Creator {
  readonly family: string | null;
  readonly given: string | null;
  /** As it was given; of a person `Family, Given`. */
  readonly name: string;
  readonly orcid: string | null;
}

/**
 * Reads `Family, Given`, or a name without a comma (an organisation, or a person who has one name), each with `; ORCID` behind it where there is
 * one. Throws UsageError.
 */
export function readCreator(text: string): Creator {
  const wrong = (expected: string): UsageError =>
    new UsageError(`expected ${expected} for --creator, got "${text}": --creator "Family, Given; 0000-0002-1825-0097"`);
  const [said = '', orcid, ...rest] = text.split(';').map((part) => part.replace(/\s+/g, ' ').trim());
  if (said === '' || rest.length > 0) throw wrong('one name');
  const [family = '', given, ...more] = said.split(',').map((part) => part.trim());
  if (given !== undefined && (family === '' || given === '' || more.length > 0)) throw wrong('"Family, Given"');
  const digits = orcid?.replace(/^https:\/\/orcid\.org\//i, '').toUpperCase() ?? null;
  if (digits !== null && !isOrcid(digits)) throw wrong('an ORCID (https://orcid.org) behind the semicolon');
  const isPerson = given !== undefined;
  return {
    family: isPerson ? family : null,
    given: given ?? null,
    name: isPerson ? `${family}, ${given}` : said,
    orcid: digits,
  };
}

/** Sixteen digits in groups of four, the last one a checksum by ISO 7064, MOD 11-2. */
function isOrcid(text: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return false;
  const signs = text.replaceAll('-', '');
  const total = [...signs.slice(0, 15)].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return signs.at(-1) === (check === 10 ? 'X' : String(check));
}
