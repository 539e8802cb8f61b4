import { z } from 'zod';
import { targetNames } from '../../model/target-names.ts';
import type { SiteCanary, SiteCanaryDay } from '../../site/site-data.ts';
import type { Store } from '../../store/store.ts';
import { type CanaryMemory, canaryDays, canaryRunName } from '../watch/canary-days.ts';

/** The watched targets among these, with all their days; a target that was never watched is none. */
export async function siteCanaries(store: Store, targets: readonly string[]): Promise<SiteCanary[]> {
  const found: SiteCanary[] = [];
  for (const target of new Set(targets)) {
    const days = await canaryDays(store, target);
    if (days.length > 0) found.push(await siteCanary(store, target, days));
  }
  return found;
}

async function siteCanary(store: Store, target: string, remembered: readonly CanaryMemory[]): Promise<SiteCanary> {
  const known = new Map<string, string>();
  const untold: SiteCanaryDay[] = [];
  const [prefix, days] = [canaryRunName(target, ''), new Set(remembered.map(({ day }) => day))];
  for (const { id, name, startedAt, endedAt } of await store.listRuns()) {
    const at = endedAt ?? startedAt;
    known.set(id, at);
    const day = name?.startsWith(prefix) === true ? name.slice(prefix.length) : '';
    // Asked, and too few answers came: nothing was remembered.
    if (/^\d{4}-\d\d-\d\d$/.test(day) && !days.has(day)) untold.push({ ...NOTHING, day, run: id, at });
  }
  const told = remembered.map((one, i): SiteCanaryDay => {
    const before = remembered[i - 1];
    const { day, run, said, changed } = one;
    return {
      ...{ day, run: known.has(run) ? run : null, at: known.get(run) ?? `${day}T00:00:00.000Z`, since: changed },
      state: changed !== null ? 'alarm' : said === undefined || said.state === 'changed' ? 'asked' : said.state,
      ...{ p: said?.p ?? null, distance: said?.distance ?? null, questions: said?.questions ?? null },
      told: toldWords(one.told),
      toldOtherwise: before !== undefined && before.told !== one.told,
    };
  });
  const newest = told.findLast(({ run }) => run !== null)?.run ?? null;
  const records = newest === null ? [] : await store.targets(newest);
  return {
    target,
    name: targetNames(records.length === 0 ? [{ id: target }] : records)(target),
    family: records.find(({ id }) => id === target)?.family ?? null,
    days: [...told, ...untold].sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

const NOTHING = {
  ...({ state: 'asked', p: null, distance: null, questions: null, since: null } as const),
  ...{ told: [], toldOtherwise: false },
};

const told = z.tuple([z.array(z.string()), z.array(z.string())]);
const served = z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable()]);

/** What a service said of itself, in words: what was served and by whom, and the hash of what it was asked as. */
function toldWords(text: string): string[] {
  const [identities, all] = told.parse(JSON.parse(text));
  const words = all.map((one) => {
    const [model, by, fingerprint] = served.parse(JSON.parse(one));
    const parts = [model, by === null ? null : `by ${by}`, fingerprint === null ? null : `fingerprint ${fingerprint}`];
    return parts.filter((part) => part !== null).join(', ');
  });
  const isTold = words.filter((one) => one !== '');
  return [...new Set([...isTold, ...identities.map((hash) => `identity ${hash.slice(0, 12)}`)])];
}
