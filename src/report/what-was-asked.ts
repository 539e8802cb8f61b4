import { compareText } from '../lib/compare-text.ts';
import { isDelivered } from '../model/delivery.ts';
import { limitedOf, limitedText } from '../model/limited.ts';
import type { Role } from '../model/probe.ts';
import { deliveryRows } from './delivery-rows.ts';
import { counted, dayOf, languageName, listed, thousands } from './figures.ts';
import type { ReportData } from './view-model.ts';

/** What became of all calls of a report together. */
export interface CallCounts {
  readonly planned: number;
  /** Calls that were made; the others were never asked. */
  readonly made: number;
  /** With a text that can be judged, cut off or whole. */
  readonly answered: number;
  /** Of these, such as have a class. */
  readonly judged: number;
  readonly withheld: number;
  readonly empty: number;
  readonly failed: number;
}

/** Counts the calls of all runs, models, languages and roles. */
export function callCounts(data: ReportData): CallCounts {
  const counts = { planned: 0, made: 0, answered: 0, judged: 0, withheld: 0, empty: 0, failed: 0 };
  for (const row of deliveryRows(data)) {
    counts.planned += row.planned;
    counts.made += row.planned - row.unasked;
    counts.answered += row.ok + row.truncated;
    counts.judged += row.ok + row.truncated - row.unjudged;
    counts.withheld += row.provider_filter;
    counts.empty += row.empty;
    counts.failed += row.error;
  }
  return counts;
}

/** `call`, or `record` where answers were collected by others, some or all: nobody here made a call for those. */
export function callNoun({ runs }: Pick<ReportData, 'runs'>): 'call' | 'record' {
  return runs.some(({ run }) => run.origin === 'import') ? 'record' : 'call';
}

/** The models of a report in so many letters: their names, or how many they are. */
export function modelsText(targets: readonly string[], most: number): string {
  const names = listed(targets);
  return targets.length === 1 || names.length <= most ? names : `${targets.length} models`;
}

/** The heading: a question, since the figures below are the answer; or that there is none. */
export function headingText(data: ReportData, models: string): string {
  const { answered, judged, planned } = callCounts(data);
  if (answered === 0) return `No answer came back from ${models}`;
  if (judged === 0)
    return answered === 1
      ? `The one answer of ${models} could not be judged`
      : `No answer of ${models} could be judged`;
  // Less than half of what was asked is no audit of a model.
  if (answered * 2 < planned)
    return `Only ${thousands(answered)} of ${counted(planned, callNoun(data))} brought an answer from ${models}`;
  return `Did ${models} answer, and whose framing came back?`;
}

/** The title of the page, which says when there is nothing behind it. */
export function titleText(data: ReportData, models: string): string {
  const { judged, answered, planned } = callCounts(data);
  return judged === 0 || answered * 2 < planned
    ? `Candor report: ${headingText(data, models)}`
    : `Candor report: ${models}`;
}

/** Why nothing is known of what the models say, the sentence that then comes first; empty where something is. */
function nothingText(data: ReportData): string {
  const { answered, judged } = callCounts(data);
  if (answered === 0) return 'No answer came back: nothing here is known of what they say. ';
  return judged === 0 ? 'No answer has a class: nothing here is known of what they say. ' : '';
}

/** What the lead closes with, where there is anything to be kept apart. */
export function apartText(data: ReportData): string {
  return callCounts(data).judged === 0
    ? ''
    : ' Two things are kept apart: did it answer, and whose framing did it give?';
}

/** What was asked of whom, what came of it, and when, in plain sentences. */
export function askedText(data: ReportData, targets: readonly string[]): string {
  const whom = targets.length <= 4 ? listed(targets) : `${targets.length} models`;
  return `${nothingText(data)}${questionsText(data)}, for ${whom}. ${callsText(data)}. ${whenText(data)}.${limits(data)}`;
}

/** That a run asked a part of what it could, for each that did. */
function limits({ runs }: Pick<ReportData, 'runs'>): string {
  const texts = runs.flatMap(({ run }) => {
    const limited = limitedOf(run);
    return limited === null ? [] : [` ${limitedText(limited)}`];
  });
  return [...new Set(texts)].join('');
}

/** `Of 32 planned calls 28 were made: 20 brought an answer and 8 failed; 4 were never made`. */
function callsText(data: ReportData): string {
  const { planned, made, answered, withheld, empty, failed } = callCounts(data);
  const noun = callNoun(data);
  const all = `Of ${counted(planned, noun === 'call' ? 'planned call' : 'record')}`;
  if (made === 0) return `${all} none was made`;
  const fates = [
    `${answered === 0 ? 'none' : thousands(answered)} brought an answer`,
    ...(withheld === 0 ? [] : [`${thousands(withheld)} ${verb(withheld)} withheld by the service`]),
    ...(empty === 0 ? [] : [`${thousands(empty)} came empty`]),
    ...(failed === 0 ? [] : [`${thousands(failed)} failed`]),
  ];
  const some = made === planned ? ', ' : ` ${thousands(made)} ${verb(made)} made: `;
  const left = planned - made;
  const rest = left === 0 ? '' : `; ${thousands(left)} ${verb(left)} never made`;
  return `${all}${some}${listed(fates)}${rest}`;
}

function verb(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** `4 sensitive questions and 4 controls in English`; where the languages differ, each with its own. */
export function questionsText(data: ReportData): string {
  const [sensitive, controls] = [ofRole(data, 'sensitive'), ofRole(data, 'control')];
  const left = `${counted(sensitive.probes, 'sensitive question')}`;
  const right = controls.probes === 0 ? 'no controls' : counted(controls.probes, 'control');
  const where = langsText(sensitive);
  return where === langsText(controls)
    ? `${left} and ${right}${where}`
    : `${left}${where}, ${right}${langsText(controls)}`;
}

/** How many questions of a role were asked at all, and in which languages. */
export function ofRole({ answers, probes }: Pick<ReportData, 'answers' | 'probes'>, role: Role): AskedOfRole {
  const inLang = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { probe, lang } of answers) {
    if (probes.get(probe)?.role !== role) continue;
    all.add(probe);
    const own = inLang.get(lang) ?? new Set<string>();
    if (own.size === 0) inLang.set(lang, own);
    own.add(probe);
  }
  const langs = [...inLang].map(([lang, { size }]) => ({ lang, probes: size }));
  return { probes: all.size, langs: langs.sort((a, b) => compareText(a.lang, b.lang)) };
}

/** Questions of a role that were asked, in all and language by language. */
export interface AskedOfRole {
  readonly probes: number;
  readonly langs: readonly { readonly lang: string; readonly probes: number }[];
}

/** ` in English and Simplified Chinese`; where not all were asked in each, with the number of each: ` in English (9) and Simplified Chinese (2)`. */
export function langsText({ probes, langs }: AskedOfRole): string {
  if (langs.length === 0) return '';
  const uneven = langs.some((one) => one.probes !== probes);
  return ` in ${listed(langs.map((one) => `${languageName(one.lang)}${uneven ? ` (${thousands(one.probes)})` : ''}`))}`;
}

/** The days of asking; of collected answers without a time, the day on which they were taken in. */
function whenText({ answers, runs }: ReportData): string {
  const days = [...new Set(answers.flatMap(({ day }) => day ?? []))].sort();
  const [first, last] = [days[0], days.at(-1)];
  const replayed = replayedText(runs);
  if (first === undefined || last === undefined)
    return `${replayed === null ? `Taken in on ${dayOf(runs[0]?.run.startedAt ?? '')}` : titled(replayed)}; when the answers were given is not known`;
  const asked = first === last ? `Asked on ${dayOf(first)}` : `Asked from ${dayOf(first)} to ${dayOf(last)}`;
  const undated = answers.filter(({ day, delivery }) => day === null && isDelivered(delivery)).length;
  const all = replayed === null ? asked : `${asked}; ${replayed}`;
  return undated === 0 ? all : `${all}; of ${thousands(undated)} it is not known when`;
}

/** That answers came out of a recording when this run was made, and when; null: none did. */
function replayedText(runs: ReportData['runs']): string | null {
  const played = runs.filter(({ run, targets }) => run.origin !== 'import' && targets.some(isPlayed));
  if (played.length === 0) return null;
  const days = [...new Set(played.map(({ run }) => run.startedAt.slice(0, 10)))].sort();
  const isWhole = played.length === runs.length && played.every(({ targets }) => targets.every(isPlayed));
  return `${isWhole ? 'replayed' : 'some answers replayed'} from a recording on ${listed(days.map(dayOf))}`;
}

function isPlayed({ kind }: { readonly kind: string }): boolean {
  return kind === 'recording';
}

function titled(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
