import { wasNeverAsked } from '../../model/answer.ts';
import { questionsHash, type Registration, registrationHash, registrationOf } from '../../model/registration.ts';
import type { RunRecord, TargetRecord } from '../../model/run.ts';
import type { KeptItem } from '../../report/registration-lines.ts';
import type { Store } from '../../store/store.ts';

/** How a run kept to what was registered before it, item by item; null: nothing was. */
export async function registrationFindings(
  store: Store,
  run: RunRecord,
): Promise<{ readonly registration: Registration; readonly items: readonly KeptItem[] } | null> {
  const registration = registrationOf(run);
  if (registration === null) return null;
  const [targets, variants] = await Promise.all([store.targets(run.id), store.variants(run.id)]);
  const langs = [...new Set(variants.filter(({ probe }) => probe.knowledge === undefined).map(({ lang }) => lang))];
  const counts = await countTrials(store, run.id, Date.parse(registration.registered_at));
  const same = (what: string, kept: boolean, found: string): KeptItem => ({ what, kept, found });
  const list = (values: readonly string[]): string => [...values].sort().join(', ');
  const setText = ({ id, version, hash }: RunRecord['probeSets'][number]): string => `${id} ${version} (${hash})`;
  const items: KeptItem[] = [
    same(
      'the registration is as it was written',
      registrationHash(registration) === registration.hash,
      `SHA-256 ${registration.hash}`,
    ),
    same(
      'begun after it was registered',
      Date.parse(run.startedAt) >= Date.parse(registration.registered_at),
      `registered ${registration.registered_at}, begun ${run.startedAt}, by the clocks of the machines`,
    ),
    ...givenBefore(counts),
    compared('probe sets', list(registration.probe_sets.map(setText)), list(run.probeSets.map(setText))),
    same(
      'questions',
      questionsHash(variants) === registration.questions.hash,
      `${registration.questions.number} registered, ${variants.length} in the run`,
    ),
    compared('languages', list(registration.languages), list(langs)),
    compared('samples of each question', String(registration.samples), String(run.config.samples ?? 'not known')),
    compared('seed', String(registration.seed), String(run.seed)),
    ...targetItems(registration, targets),
    compared('every trial, in its order', registration.plan, run.planHash),
    same('every trial delivered', counts.delivered === registration.trials, countText(registration, counts)),
    same('ended', run.endedAt !== null, run.endedAt ?? 'it never ended'),
  ];
  return { registration, items };
}

/** That answers were given before what was registered, though the run began after it: those of a recording. */
function givenBefore({ before, undated, delivered }: Counts): KeptItem[] {
  if (before + undated === 0) return [];
  const unknown = undated === 0 ? '' : `; of ${undated} it is not known when`;
  return [
    {
      what: 'answers given after it was registered',
      kept: false,
      found: `${before} of ${delivered} were given before${unknown}`,
    },
  ];
}

function compared(what: string, registered: string, found: string): KeptItem {
  const kept = registered === found;
  return { what, kept, found: kept ? found : `registered ${registered}; found ${found}` };
}

function targetItems({ targets: registered }: Registration, targets: readonly TargetRecord[]): KeptItem[] {
  const known = registered.map(({ id, model, identity, params }): KeptItem => {
    const found = targets.find((target) => target.id === id);
    if (found === undefined) return { what: `target ${id}`, kept: false, found: 'it was not asked' };
    const differs = [
      ...(found.identityHash === identity ? [] : [`identity registered ${identity}, found ${found.identityHash}`]),
      ...(JSON.stringify(sorted(found.params)) === JSON.stringify(sorted(params)) ? [] : ['other parameters']),
    ];
    const said = differs.length === 0 ? `${model}, identity ${identity}` : differs.join('; ');
    return { what: `target ${id}`, kept: differs.length === 0, found: said };
  });
  const added = targets.filter(({ id }) => registered.every((target) => target.id !== id));
  return [
    ...known,
    ...added.map(({ id }): KeptItem => ({ what: `target ${id}`, kept: false, found: 'it was not registered' })),
  ];
}

function sorted(value: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Counts {
  delivered: number;
  failed: number;
  neverAsked: number;
  /** Answers that were given before, or at a time that is not known, as a recording's may be. */
  before: number;
  undated: number;
}

async function countTrials(store: Store, run: string, registeredAt: number): Promise<Counts> {
  const counts: Counts = { delivered: 0, failed: 0, neverAsked: 0, before: 0, undated: 0 };
  for await (const { response } of store.trials(run, { texts: false })) {
    if (response === null || wasNeverAsked(response)) counts.neverAsked += 1;
    else if (response.delivery === 'error') counts.failed += 1;
    else {
      counts.delivered += 1;
      if (response.askedAt === null) counts.undated += 1;
      else if (Date.parse(response.askedAt) < registeredAt) counts.before += 1;
    }
  }
  return counts;
}

function countText({ trials }: Registration, { delivered, failed, neverAsked }: Counts): string {
  return `${trials} registered, ${delivered} delivered, ${failed} failed, ${neverAsked} never asked`;
}
