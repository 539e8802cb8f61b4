import { compareText } from '../../lib/compare-text.ts';
import { canaryDataAddress } from '../../site/addresses.ts';
import { canaryData } from '../../site/canary-data.ts';
import { canaryDayPage, type DayAnswer } from '../../site/pages/canary-day-page.tsx';
import { canaryPage } from '../../site/pages/canary-page.tsx';
import type { SiteCanary } from '../../site/site-data.ts';
import { framed } from '../../site/site-frame.tsx';
import { type Builder, publishedAnswer, putPage } from './site-builder.ts';
import { keyOf } from './withdrawals.ts';

/** Writes a watched target: its days, the answers of each, and the days as data. */
export async function putCanary(builder: Builder, canary: SiteCanary, newest: string): Promise<void> {
  const { site, files } = builder;
  await putPage(builder, canaryPage(canary, site), newest);
  for (const day of canary.days) {
    if (day.run === null) continue;
    const page = canaryDayPage(canary, day, await dayAnswers(builder, canary.target, day.run));
    await files.put(page.path, framed(page, site.settings));
  }
  await files.put(canaryDataAddress(canary.target), canaryData(canary));
}

/** The answers of a day in the order of their questions. */
async function dayAnswers(builder: Builder, target: string, run: string): Promise<DayAnswer[]> {
  const { store, withdrawn } = builder;
  const record = await store.findRun(run, 'any');
  if (record === null) return [];
  const variants = new Map((await store.variants(run)).map((one) => [one.hash, one]));
  const answers: DayAnswer[] = [];
  for await (const trial of store.trials(run, { target })) {
    const variant = variants.get(trial.variant);
    const answer = variant === undefined ? null : await publishedAnswer(builder, record, trial, variant);
    if (answer !== null) answers.push({ answer, withdrawn: withdrawn.get(keyOf(answer)) ?? null });
  }
  const key = ({ answer: { probe, lang } }: DayAnswer): string => `${probe} ${lang}`;
  return answers.sort((a, b) => compareText(key(a), key(b)));
}
