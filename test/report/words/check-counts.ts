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
  readonly counts: (rows: readonly PlainRow[], made: RandomStore) => readonly (number | string | null | undefined)[];
}

const DELIVERED: Form = {
  form: /^Of ([\d,]+) (?:call|record)s?(?: made, out of ([\d,]+) planned)?, the services withheld ([\d,]+|none), ([\d,]+|none) came back empty and ([\d,]+|none) failed\./,
  counts: (rows) => {
    const { planned, neverAsked, withheld, empty, failed } = fatesOf(rows);
    return [planned - neverAsked, neverAsked === 0 ? undefined : planned, withheld, empty, failed];
  },
};
const LEFT_OUT: Form = {
  form: /^Of ([\d,]+) (?:planned call|record)s?: (\d+) withheld by services, (\d+) empty, (\d+) failed, (\d+) never asked, (\d+) answers? without a verdict\. ([\d,]+) sensitive questions? without an answered control/,
  counts: (rows) => {
    const { planned, withheld, empty, failed, neverAsked, unjudged } = fatesOf(rows);
    return [planned, withheld, empty, failed, neverAsked, unjudged, withoutControl(rows)];
  },
};
const ASKED_ONCE: Form = {
  form: /^No question was asked more than once/,
  counts: (rows) => (rows.every(({ sample, delivery }) => sample === 0 || delivery === null) ? [] : [null]),
};
const NEVER_TWICE: Form = {
  form: /^No question has two judged answers of one model/,
  counts: (rows) => {
    const seen = new Set<string>();
    for (const row of partOf(rows, { role: 'sensitive' })) {
      if (row.class === null) continue;
      const key = [row.run, row.target, row.lang, row.probe].join('\n');
      if (seen.has(key)) return [null];
      seen.add(key);
    }
    return [];
  },
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
  return [
    ...checkForm('deliveries', DELIVERED, page.sentences.get('deliveries') ?? [], made),
    ...checkForm('method', LEFT_OUT, page.sentences.get('method') ?? [], made),
    ...checkForm('steadiness', ASKED_ONCE, page.sentences.get('steadiness') ?? [], made, true),
    ...checkForm('steadiness', NEVER_TWICE, page.sentences.get('steadiness') ?? [], made, true),
    ...runsText(made, page.sentences.get('method') ?? []),
    ...checkLead(page.lead, page.heading, made),
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

/** `4 sensitive questions in English and 3 controls in …, for acme. Of 32 planned calls 28 were made: …` */
function checkLead(lead: string, heading: string, made: RandomStore): Mismatch[] {
  const { rows, runs } = made;
  const faults: Mismatch[] = [];
  const say = `lead: "${lead}"`;
  const asked = rows.filter(({ delivery }) => delivery !== null);
  const fates = fatesOf(rows);
  const form =
    /^(No answer (?:came back|has a class): nothing here is known of what they say\. )?([\d,]+) sensitive questions?(?: in ([A-Z][\w ,()]+?))?(?: and|,) (no|[\d,]+) controls?(?: in ([A-Z][\w ,()]+?))?, for (.+?)\. Of ([\d,]+) (planned calls?|records?)(,| none was made| ([\d,]+) (?:was|were) made:)(.*?)\. (Asked|Taken in) /;
  const [, nothing, sensitive, first, controls, second, , planned = '', noun = '', , madeCalls, parts = ''] =
    form.exec(lead) ?? [];
  if (sensitive === undefined) return [`${say}: not read`];
  for (const [role, count, langs] of [
    ['sensitive', sensitive, first ?? second],
    ['control', controls, second ?? first],
  ] as const) {
    const own = partOf(asked, { role });
    if (countOf(count ?? '') !== probesOf(own)) faults.push(`${say}: ${probesOf(own)} ${role} questions were asked`);
    if (own.length > 0 && !same(langs, own))
      faults.push(`${say}: ${role} questions were asked in ${[...langsOf(own)].join(', ')}`);
  }
  const judged = fates.answered - fates.unjudged;
  const none = fates.answered === 0 ? 'No answer came back' : judged === 0 ? 'No answer has a class' : null;
  if (none === null ? nothing !== undefined : nothing?.startsWith(none) !== true)
    faults.push(`${say}: ${judged} answers have a class`);
  const never = /; ([\d,]+) (?:was|were) never made$/.exec(parts)?.[1];
  if (asked.length > 0 && countOf(never ?? 'none') !== fates.neverAsked)
    faults.push(`${say}: ${fates.neverAsked} never made`);
  if (noun.startsWith('record') !== runs.some(({ origin }) => origin === 'import')) faults.push(`${say}: not ${noun}`);
  if (countOf(planned) !== fates.planned) faults.push(`${say}: ${fates.planned} were planned`);
  if (madeCalls !== undefined && countOf(madeCalls) !== asked.length) faults.push(`${say}: ${asked.length} were made`);
  if (madeCalls === undefined && asked.length !== fates.planned && asked.length > 0)
    faults.push(`${say}: not all were made`);
  const counts = {
    'brought an answer': fates.answered,
    'withheld by the service': fates.withheld,
    'came empty': fates.empty,
    failed: fates.failed,
  };
  for (const [words, count] of Object.entries(counts)) {
    const said = new RegExp(`([\\d,]+|none) (?:was |were )?${words}`).exec(parts)?.[1];
    if (asked.length > 0 && countOf(said ?? 'none') !== count) faults.push(`${say}: ${count} ${words}`);
  }
  if ((fates.answered === 0) !== heading.startsWith('No answer came back'))
    faults.push(`heading: "${heading}": ${fates.answered} answers`);
  if (/\b1 [a-z]+s\b/.test(`${heading} ${lead}`.replaceAll(/\b1 was\b/g, '')))
    faults.push(`heading: "${heading}", ${say}: a plural of one`);
  return faults;
}

/** `4 sensitive in English, 4 controls in English, 0 neutral; up to 3 samples each`, of each run. */
function runsText({ rows, runs }: RandomStore, said: readonly string[]): Mismatch[] {
  const found = said.flatMap((text) => {
    const parts =
      /^(\d+) sensitive(?: in ([^;]+?))?, (\d+) controls?(?: in ([^;]+?))?, 0 neutral; (up to )?(\d+) samples? each$/.exec(
        text,
      );
    return parts === null ? [] : [parts];
  });
  if (found.length !== runs.length) return [`method: ${found.length} runs told of in "${said.join(' ')}"`];
  return runs.flatMap(({ id }, i) => {
    const [text, sensitive, first, controls, second, upTo, samples] = found[i] ?? [];
    const asked = partOf(rows, { run: id }).filter(({ delivery }) => delivery !== null);
    const sizes = new Map<string, number>();
    for (const { target, lang, probe } of asked) {
      const key = [target, lang, probe].join('\n');
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    const most = Math.max(0, ...sizes.values());
    const right =
      Number(sensitive) === probesOf(partOf(asked, { role: 'sensitive' })) &&
      Number(controls) === probesOf(partOf(asked, { role: 'control' })) &&
      same(first, partOf(asked, { role: 'sensitive' })) &&
      same(second, partOf(asked, { role: 'control' })) &&
      Number(samples) === most &&
      (upTo === undefined) === [...sizes.values()].every((size) => size === most);
    return right ? [] : [`method: "${text}" of ${id}`];
  });
}

/** `English (12) and Simplified Chinese (8)`; without numbers, where every question was asked in each. */
function same(names: string | undefined, rows: readonly PlainRow[]): boolean {
  const all = probesOf(rows);
  const counts = [...langsOf(rows)].map((lang) => ({ lang, probes: probesOf(partOf(rows, { lang })) }));
  const uneven = counts.some(({ probes }) => probes !== all);
  const said = listOf(names ?? '').map((name) => {
    const [, language = '', count] = /^(.+?)(?: \((\d+)\))?$/.exec(name) ?? [];
    return `${LANGUAGES[language]} ${count ?? ''}`;
  });
  const wanted = counts.map(({ lang, probes }) => `${lang} ${uneven ? probes : ''}`);
  return said.sort().join() === wanted.sort().join();
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
  const unsure = /^(\d+) verdicts? unsure of ([\d,]+) \((?:< )?(\d+ %)\): /.exec(rest);
  if (unsure !== null) {
    const { unsure: counted, judged } = fatesOf(partOf(rows, { role: 'sensitive' }));
    return Number(unsure[1]) === counted && Number(unsure[2]?.replaceAll(',', '')) === judged
      ? []
      : [`Markdown: "${text}": counted ${counted}`];
  }
  const [head = '', ...parts] = rest.split(', ');
  const fates = fatesOf(rows);
  const planned = /^(\d+) (?:call|record)s?$/.exec(head);
  if (planned === null) return [`Markdown: not read: "${text}"`];
  const said = new Map(parts.map((part) => [part.replace(/^[\d,]+ /, ''), countOf(part.split(' ')[0] ?? '')]));
  const wrong = Object.entries(PARTS).filter(([words, field]) => (said.get(words) ?? 0) !== fates[field]);
  return Number(planned[1]) === fates.planned && wrong.length === 0
    ? []
    : [`Markdown: "${text}": ${JSON.stringify(fates)}`];
}
