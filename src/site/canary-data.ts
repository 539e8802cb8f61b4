import { canaryDayAddress } from './addresses.ts';
import { changesOf } from './canary-words.ts';
import type { SiteCanary } from './site-data.ts';

/** The days of a canary as JSON, one a line. `answers` is the page of a day's answers, from the site's folder. */
export function canaryData(canary: SiteCanary): string {
  const { target, name, family, days } = canary;
  const head = {
    target,
    name,
    family,
    changes: changesOf(canary).map(({ since, alarm }) => ({ since, alarm: alarm.day })),
  };
  const lines = days.map(({ toldOtherwise, at: _at, ...day }) => {
    const answers = day.run === null ? null : canaryDayAddress(target, day.day);
    return JSON.stringify({ ...day, told_otherwise: toldOtherwise, answers });
  });
  return `${JSON.stringify(head).slice(0, -1)},"days":[\n${lines.join(',\n')}\n]}\n`;
}
