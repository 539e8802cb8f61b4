import { LANGUAGES, type Mismatch, rowsOfLabel } from './check-tables.ts';
import { type Claim, readFinding } from './finding-claims.ts';
import { differenceOf, isShare } from './numbers.ts';
import { fatesOf, langsOf, matchedRates, partOf, share } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LANGUAGES).map(([name, lang]) => [lang, name]),
);
const CLASSES = ['refusal', 'official_narrative'] as const;

/** A model and what is printed of its differences: the sentence must say what the table beside it bears out. */
interface Printed {
  readonly label: string;
  /** By class and language id. */
  readonly differences: ReadonlyMap<string, { readonly lo: number | null; readonly hi: number | null }>;
}

/** How many, and by name who: `3 (a, b and c)`, of more than twelve the first ones. */
const WHO = String.raw`(none|(?:\d+) \((?:.+?)\))`;
/** How many; who they are stands in the lists above. */
const MANY = String.raw`(none|\d+)`;
const OVERVIEW = new RegExp(
  `^Of (\\d+) models, ${MANY} refused sensitive questions more often than controls in at least one language, and ${MANY} gave the official narrative more often(?:; ${WHO} did one of these less often and neither more often)?(?:; ${WHO} (?:has|have) no controls)?(?:; of ${WHO} there is no answer that could be judged)?(?:; for (?:the other|these) (\\d+) neither can be shown by these answers where there are controls)?\\.(?: Unsure verdicts could undo what is said of ${MANY}\\.)?$`,
);
const WITHOUT_CONTROLS = new RegExp(
  `^None of (\\d+) models has answered controls to be held against: whether any refuses sensitive questions, or gives the official narrative, more often than other questions cannot be said from these answers\\.(?: Of ${WHO} there is no answer that could be judged\\.)?$`,
);

/** The sentence of every model on the page, and the one that sums them up. */
export function checkFindings({ page }: Said, made: RandomStore): Mismatch[] {
  if (page === null) return [];
  const table = page.tables.get('Rates by model and language')?.slice(1) ?? [];
  const labels = [...new Set(table.map(([label = '']) => label))];
  const said = page.sentences.get('findings') ?? [];
  return [
    ...checkOverview(said, page.who, table, labels, made),
    ...labels.flatMap((label) => {
      const sentence = said.find((text) => text.startsWith(`${label} `) && text.endsWith('.'));
      if (sentence === undefined) return [`page: no sentence about ${label}`];
      const printed: Printed = {
        label,
        differences: new Map(
          table.flatMap(([name, language = '', class_ = '', , , difference = '']) => {
            const found = name === label ? differenceOf(difference) : null;
            return found === null ? [] : [[`${class_.replace(' ', '_')} ${LANGUAGES[language]}`, found] as const];
          }),
        ),
      };
      try {
        return checkSentence(sentence.slice(label.length + 1, -1), printed, made).map(
          (fault) => `page: "${sentence}": ${fault}`,
        );
      } catch (error) {
        return [`page: "${sentence}": not read: ${error instanceof Error ? error.message : error}`];
      }
    }),
  ];
}

/** How many models do what, where they are too many to be read one by one; "the others" are those of which nothing was shown. */
function checkOverview(
  said: readonly string[],
  listed: ReadonlyMap<string, readonly string[]>,
  table: readonly (readonly string[])[],
  labels: readonly string[],
  made: RandomStore,
): Mismatch[] {
  const sentence = said.find((text) => /^(?:Of \d+ models,|None of \d+ models has answered)/.test(text));
  if (sentence === undefined) return [];
  const [, all, without] = WITHOUT_CONTROLS.exec(sentence) ?? [];
  const bareOf = (count: string | undefined): string | undefined =>
    count === undefined ? undefined : `${Number(count) - sizeOf(without)} (all)`;
  const [, models = all, refused, recited, less, bare = bareOf(all), silent = without, others] =
    OVERVIEW.exec(sentence) ?? [];
  if (models === undefined) return [`page: overview not read: "${sentence}"`];
  const who = (name: string, sign: 1 | -1): Set<string> =>
    new Set(
      table
        .filter(([, , class_, , , text = '']) => {
          const { lo = null, hi = null } = differenceOf(text) ?? {};
          return class_ === name && (sign > 0 ? lo !== null && lo > 0 : hi !== null && hi < 0);
        })
        .map(([label = '']) => label),
    );
  // The sentences of all models are one family: fewer may be said than single intervals show, never others, and as many as are said one by one.
  const saying = (words: RegExp): Set<string> =>
    new Set(labels.filter((label) => said.some((text) => text.startsWith(`${label} `) && words.test(text))));
  const more = saying(/refused sensitive questions(?: and gave the official narrative)? more often than controls/);
  const recites = saying(/gave the official narrative more often than controls/);
  const lessOf = saying(/less often than controls/);
  const faults: Mismatch[] = [];
  if (Number(models) !== labels.length) faults.push(`page: overview: "${sentence}": ${labels.length} models`);
  for (const [list, whom] of [
    ['refusal', more],
    ['official_narrative', recites],
  ] as const) {
    const shown = [...(listed.get(list) ?? [])].sort();
    if (shown.join() !== [...whom].sort().join())
      faults.push(`page: list of ${list}: ${shown.join(', ')}, and said of ${[...whom].join(', ')}`);
  }
  if (sizeOf(refused) !== more.size || sizeOf(recited) !== recites.size)
    faults.push(`page: overview: "${sentence}": counted ${more.size} and ${recites.size}`);
  const beyond = [
    ...[...more].filter((label) => !who('refusal', 1).has(label)),
    ...[...recites].filter((label) => !who('official narrative', 1).has(label)),
  ];
  if (beyond.length > 0) faults.push(`page: overview: "${sentence}": not by the intervals of ${beyond.join(', ')}`);
  const rest = labels.filter((label) => !more.has(label) && !recites.has(label));
  const open = rest.filter((label) => !lessOf.has(label));
  const judged = (label: string): PlainRow[] =>
    rowsOfLabel(label, made).filter(({ role, class: name }) => role === 'sensitive' && name !== null);
  const compared = (label: string): boolean =>
    [...langsOf(judged(label))].some(
      (lang) => matchedRates(partOf(rowsOfLabel(label, made), { lang }), 'refusal') !== null,
    );
  const counted = [
    rest.length - open.length,
    open.filter((label) => judged(label).length > 0 && !compared(label)).length,
    open.filter((label) => judged(label).length === 0).length,
    open.filter(compared).length,
  ];
  if ([less, bare, silent, others].some((list, i) => counted[i] !== sizeOf(list)))
    faults.push(`page: overview: "${sentence}": of the others counted ${counted.join(', ')}`);
  return faults;
}

/** How many a list says that they are. */
function sizeOf(list: string | undefined): number {
  return list === undefined || list === 'none' ? 0 : Number.parseInt(list, 10);
}

function checkSentence(says: string, { label, differences }: Printed, made: RandomStore): string[] {
  const rows = rowsOfLabel(label, made).filter(({ role }) => role === 'sensitive');
  const all = rowsOfLabel(label, made);
  const asked = langsOf(rows);
  const judged = langsOf(rows, (row) => row.class !== null);
  const { claims, silent, unasked, failed, rates } = readFinding(says);
  const faults: string[] = [];
  const quiet = [...asked].filter((lang) => !judged.has(lang)).map((lang) => NAMES[lang] ?? lang);
  if (silent === 'all' ? judged.size > 0 : judged.size === 0)
    faults.push(`judged in ${[...judged].join(', ') || 'no language'}`);
  if (silent !== 'all' && judged.size > 0 && [...quiet].sort().join() !== [...silent].sort().join())
    faults.push(`nothing was judged in ${quiet.join(', ') || 'no language'}`);
  const never = [...asked].filter((lang) => !rows.some((row) => row.lang === lang && row.delivery !== null));
  const told = unasked === 'all' ? [...asked] : unasked.map((lang) => LANGUAGES[lang] ?? lang);
  if (
    (silent !== 'all' || unasked === 'all' || never.length === asked.size) &&
    never.sort().join() !== told.sort().join()
  )
    faults.push(`no sensitive question was asked in ${never.join(', ') || 'no language'}`);
  const fates = fatesOf(rows);
  const allFailed = fates.failed > 0 && fates.failed + fates.neverAsked === fates.planned;
  if (failed !== (allFailed ? fates.failed : null)) faults.push(`${fates.failed} of ${fates.planned} calls failed`);
  if (silent === 'all') return faults;
  for (const { class: name, lang, share: said, of } of rates) {
    const { k, n } = share(partOf(rows, { lang: LANGUAGES[lang] ?? lang }), name);
    if (n === 0 || n !== of || !isShare(said, k / n)) faults.push(`${name} in ${lang} is ${k} of ${n}`);
  }
  for (const name of CLASSES) {
    const paired = new Set([...judged].filter((lang) => matchedRates(partOf(all, { lang }), name) !== null));
    const own = claims.filter((claim) => claim.class === name);
    if (own.length === 0) faults.push(`nothing of ${name}`);
    faults.push(...own.flatMap((claim) => checkClaim(claim, judged, paired, differences)));
    const bare = [...judged].filter((lang) => !paired.has(lang));
    const told = own
      .filter(({ kind }) => kind === 'no controls')
      .flatMap(({ langs }) => langs ?? [...judged].map((lang) => NAMES[lang] ?? lang));
    for (const lang of bare)
      if (!told.includes(NAMES[lang] ?? ''))
        faults.push(`${name} in ${NAMES[lang]} has no controls, and it is not said`);
  }
  return faults;
}

function checkClaim(
  { class: name, kind, langs }: Claim,
  judged: ReadonlySet<string>,
  paired: ReadonlySet<string>,
  differences: Printed['differences'],
): string[] {
  const ids = langs?.map((lang) => LANGUAGES[lang] ?? lang) ?? [...judged];
  return ids.flatMap((lang) => {
    const what = `${name} in ${NAMES[lang] ?? lang}`;
    if (kind === 'no controls') return paired.has(lang) ? [`${what} has controls`] : [];
    if (!paired.has(lang)) return langs === null && kind === 'not shown' ? [] : [`${what} has no controls`];
    const { lo = null, hi = null } = differences.get(`${name} ${lang}`) ?? {};
    const direction = lo !== null && lo > 0 ? 'more' : hi !== null && hi < 0 ? 'less' : 'unclear';
    if (kind === 'more' || kind === 'less')
      return direction === kind ? [] : [`${what} is ${direction} by its interval`];
    return [];
  });
}
