import { LANGUAGES, type Mismatch, rowsOfLabel } from './check-tables.ts';
import { listOf } from './finding-claims.ts';
import { countOf } from './numbers.ts';
import { type Fates, fatesOf, langsOf, partOf, probesOf } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

/** A form of sentence: what it counts, word by word, and what the rows give for it. */
interface Form {
  readonly form: RegExp;
  /** What the groups of `form` must be; a number is compared as a count, a text as it is. */
  readonly counts: (rows: readonly PlainRow[], made: RandomStore) => readonly (number | string | null)[];
}

const DELIVERED: Form = {
  form: /^Of ([\d,]+) calls?, the services withheld ([\d,]+|none), ([\d,]+|none) came back empty and ([\d,]+|none) failed\./,
  counts: (rows) => {
    const { planned, neverAsked, withheld, empty, failed } = fatesOf(rows);
    return [planned - neverAsked, withheld, empty, failed];
  },
};
const LEFT_OUT: Form = {
  form: /^Of ([\d,]+) planned calls?: (\d+) withheld by services, (\d+) empty, (\d+) failed, (\d+) never asked, (\d+) answers without a verdict\. ([\d,]+) sensitive questions? without an answered control/,
  counts: (rows) => {
    const { planned, withheld, empty, failed, neverAsked, unjudged } = fatesOf(rows);
    return [planned, withheld, empty, failed, neverAsked, unjudged, withoutControl(rows)];
  },
};
const ASKED_ONCE: Form = {
  form: /^Every question was asked once/,
  counts: (rows) => (rows.every(({ sample }) => sample === 0) ? [] : [null]),
};

/** Sensitive questions that were answered, and whose control was not. */
function withoutControl(rows: readonly PlainRow[]): number {
  const answered = (row: PlainRow): boolean => row.delivery === 'ok' || row.delivery === 'truncated';
  const controls = new Set(rows.filter((row) => row.role === 'control' && answered(row)).map(({ probe }) => probe));
  const alone = rows.filter(
    (row) => row.role === 'sensitive' && answered(row) && (row.control === null || !controls.has(row.control)),
  );
  return probesOf(alone);
}

/** Counts in the page's heading, lead and sections, and in Markdown. */
export function checkCounts(said: Said, made: RandomStore): Mismatch[] {
  const { page, markdown } = said;
  if (page === null || markdown === null) return [];
  const { rows } = made;
  return [
    ...checkForm('deliveries', DELIVERED, page.sentences.get('deliveries') ?? [], made),
    ...checkForm('method', LEFT_OUT, page.sentences.get('method') ?? [], made),
    ...checkForm('steadiness', ASKED_ONCE, page.sentences.get('steadiness') ?? [], made, true),
    ...checkLead(page.lead, page.heading, rows),
    ...markdown.split('\n').flatMap((line) => checkMarkdownLine(line, made)),
  ];
}

function checkForm(
  where: string,
  { form, counts }: Form,
  said: readonly string[],
  made: RandomStore,
  optional = false,
): Mismatch[] {
  const sentence = said.find((text) => form.test(text));
  if (sentence === undefined) return optional ? [] : [`${where}: no sentence of a known form in "${said.join(' ')}"`];
  const found = form.exec(sentence)?.slice(1) ?? [];
  const wanted = counts(made.rows, made);
  if (wanted.includes(null)) return [`${where}: "${sentence}" is not so`];
  return wanted.every((value, i) => (typeof value === 'number' ? countOf(found[i] ?? '') : found[i]) === value)
    ? []
    : [`${where}: "${sentence.slice(0, 160)}": counted ${wanted.join(', ')}`];
}

function checkLead(lead: string, heading: string, rows: readonly PlainRow[]): Mismatch[] {
  const faults: Mismatch[] = [];
  const asked = rows.filter(({ delivery }) => delivery !== null);
  const { answered } = fatesOf(rows);
  const form = /^([\d,]+) sensitive questions? and ([\d,]+) controls? in (.+), put to (.+): ([\d,]+) answers?, /;
  const [, sensitive, controls, langs = '', , answers] = form.exec(lead) ?? [];
  if (sensitive === undefined) return [`lead: not read: "${lead}"`];
  for (const [role, text] of [
    ['sensitive', sensitive],
    ['control', controls],
  ] as const) {
    const own = partOf(asked, { role });
    if (countOf(text ?? '') !== probesOf(own))
      faults.push(`lead: "${lead}": ${probesOf(own)} ${role} questions were asked`);
    const spoken = new Set(listOf(langs).map((name) => LANGUAGES[name] ?? name));
    const real = langsOf(own);
    if (own.length > 0 && [...spoken].some((lang) => !real.has(lang)))
      faults.push(`lead: "${lead}": ${role} questions are not there in all of these`);
  }
  if (countOf(answers ?? '') !== answered) faults.push(`lead: "${lead}": ${answered} answers came`);
  if (answered === 0 && /refused|framing/.test(heading)) faults.push(`heading: "${heading}", and nothing was answered`);
  if (/\b1 \w+s\b/.test(`${heading} ${lead}`)) faults.push(`heading: "${heading}", lead: "${lead}": a plural of one`);
  return faults;
}

const PARTS: Readonly<Record<string, keyof Fates>> = {
  answered: 'whole',
  'cut off': 'cut',
  'withheld by the service': 'withheld',
  'came empty': 'empty',
  failed: 'failed',
  'never asked': 'neverAsked',
};

/** `- model, English: 16 calls, 14 answered, 2 cut off`, and unsure verdicts. */
function checkMarkdownLine(line: string, made: RandomStore): Mismatch[] {
  const text = line.replaceAll(/\\(.)/g, '$1').replaceAll('\u00a0', ' ');
  const [, label = '', language = '', rest = ''] =
    /^- (.+), (English|Simplified Chinese|Traditional Chinese): (.+)$/.exec(text) ?? [];
  if (rest === '') return [];
  const rows = partOf(rowsOfLabel(label, made), { lang: LANGUAGES[language] ?? '' });
  const unsure = /^(\d+) verdicts? unsure \((\d+ %)\): /.exec(rest);
  if (unsure !== null) {
    const { unsure: counted } = fatesOf(partOf(rows, { role: 'sensitive' }));
    return Number(unsure[1]) === counted ? [] : [`Markdown: "${text}": counted ${counted}`];
  }
  const [head = '', ...parts] = rest.split(', ');
  const fates = fatesOf(rows);
  const planned = /^(\d+) calls?$/.exec(head);
  if (planned === null) return [`Markdown: not read: "${text}"`];
  const said = new Map(parts.map((part) => [part.replace(/^[\d,]+ /, ''), countOf(part.split(' ')[0] ?? '')]));
  const wrong = Object.entries(PARTS).filter(([words, field]) => (said.get(words) ?? 0) !== fates[field]);
  return Number(planned[1]) === fates.planned && wrong.length === 0
    ? []
    : [`Markdown: "${text}": ${JSON.stringify(fates)}`];
}
