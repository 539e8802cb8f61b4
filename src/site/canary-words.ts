import { counted, dayOf, listed, pText } from '../report/figures.ts';
import type { CanaryState, SiteCanary, SiteCanaryDay } from './site-data.ts';

/** A day on which the model behind a name became another, by estimate, and the day that said so. */
export interface CanaryChange {
  readonly since: string;
  readonly alarm: SiteCanaryDay;
}

/** The days of change of a canary, in their order. */
export function changesOf({ days }: SiteCanary): CanaryChange[] {
  return days.flatMap((alarm) => (alarm.since === null ? [] : [{ since: alarm.since, alarm }]));
}

/** What its days say, in a sentence. */
export function canarySentence(canary: SiteCanary): string {
  const { days } = canary;
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'It was not asked yet.';
  const asked = `Asked the same questions on ${counted(days.length, 'day')}, ${dayOf(first.day)} to ${dayOf(last.day)}`;
  const changes = changesOf(canary).map(changeWords);
  const drifting = days.filter(({ state }) => state === 'drifting').length;
  const drifts = drifting === 0 ? '' : ` ${driftingWords(drifting)}`;
  if (changes.length > 0) return `${asked}: it answers otherwise ${listed(changes)}.${drifts}`;
  const told = days.filter(({ state }) => state === 'same').length;
  if (drifting > 0) return `${asked}: no change was shown.${drifts}`;
  if (told === 0) return `${asked}: still learning, nothing can be said yet.`;
  return `${asked}: no change was shown on the ${counted(told, 'day')} that could be tested.`;
}

/** `since 12 November 2026 (alarm on 14 November 2026, p = 0.0012)`. */
export function changeWords({ since, alarm }: CanaryChange): string {
  return `since ${dayOf(since)} (alarm on ${dayOf(alarm.day)}, p ${pIs(alarm.p)})`;
}

function driftingWords(days: number): string {
  return `On ${counted(days, 'day')} its answers differed from those before, but they wander from day to day (days near each other are alike): whether the model changed cannot be told from that.`;
}

function pIs(p: number | null): string {
  return p === null ? 'not noted' : p < 0.001 ? pText(p) : `= ${p.toPrecision(2)}`;
}

/** When what the service says of itself changed, in a sentence. */
export function toldSentence({ days }: SiteCanary): string {
  const otherwise = days.filter(({ toldOtherwise }) => toldOtherwise).map(({ day }) => dayOf(day));
  if (otherwise.length === 0) return 'What the service says of itself stayed the same on all of these days.';
  const shown = otherwise.slice(0, MOST_NAMED);
  const more = otherwise.length - shown.length;
  return `What the service says of itself, or how it is asked, became other on ${listed([...shown, ...(more > 0 ? [`${more} more days`] : [])])}; by itself that proves nothing.`;
}

const MOST_NAMED = 6;

const STATES = {
  asked: 'asked, tells nothing',
  learning: 'learning',
  same: 'no change shown',
  drifting: 'drifting: differs, but days hang together',
  alarm: 'alarm',
} as const satisfies Readonly<Record<CanaryState, string>>;

/** A day's state for people. */
export function stateWords({ state, since }: Pick<SiteCanaryDay, 'state' | 'since'>): string {
  return since === null ? STATES[state] : `${STATES[state]}: another since ${dayOf(since)}`;
}
