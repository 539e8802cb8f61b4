import type { CanaryLook } from '../audit/watch/ask-canary.ts';
import type { ReleaseAudit } from '../audit/watch/audit-release.ts';
import type { ToldRelease, WatchResult } from '../audit/watch/watch-once.ts';
import { numberOf } from '../lib/number-of.ts';
import { gateText } from './gate-text.ts';

/** What one look brought, a line a source and a release, for people. */
export function lookText({ sources, new: found }: WatchResult): string {
  const lines = sources.flatMap(({ source, releases, first, left_out: leftOut, error }) => {
    if (error !== null) return [`${source}: could not be asked: ${error}`];
    const own = found.filter((one) => one.source === source);
    const count = numberOf(releases ?? 0, 'release');
    const beside = leftOut === 0 ? '' : `; ${numberOf(leftOut, 'name')} left out, since they are none`;
    const news = own.length === 0 ? 'nothing new' : `${own.length} new`;
    const said = first && own.length === 0 ? `${count} recorded; what comes from now on is new` : `${count}, ${news}`;
    return [`${source}: ${said}${beside}`, ...own.map((release) => `  ${releaseText(release)}`)];
  });
  return `${lines.join('\n')}\n`;
}

/** A release with what is known of it. */
export function releaseText({ name, family, digest, change, was, same_as: same }: ToldRelease): string {
  const parts = [
    ...(family === null ? [] : [family]),
    ...(change === 'digest' ? [`another model under this name: ${short(was)} became ${short(digest)}`] : []),
    ...(change !== 'digest' && digest !== null ? [short(digest)] : []),
    ...(same === null ? [] : [`the same model as ${same}`]),
  ];
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

function short(digest: string | null): string {
  return digest === null ? 'an unknown digest' : digest.slice(0, 12);
}

/** What became of the audits, for people: the gate of each, and how to read on. */
export function auditsText({ new: found }: Pick<WatchResult, 'new'>, store: string): string {
  return found
    .flatMap((release) => (release.audit === null ? [] : [auditText(release.name, release.audit, store)]))
    .join('');
}

function auditText(name: string, { run, former, sides, gate, error }: ReleaseAudit, store: string): string {
  const more = sides === null ? '' : `Every difference: candor compare ${sides.base} ${sides.candidate}${store}\n`;
  if (error !== null) return `${name}: not audited whole: ${error}\n`;
  if (gate === null) return `${name}: audited alone, with nothing to compare it with: candor summary ${run}${store}\n`;
  return `\n${name} beside ${former?.name ?? 'nothing'}\n${gateText(gate)}${more}`;
}

/** What the canaries say, a line each. */
export function canaryText({ canary }: Pick<WatchResult, 'canary'>): string {
  return canary.map((one) => `canary ${one.target}: ${canaryWords(one)}\n`).join('');
}

function canaryWords({
  state,
  days,
  needed,
  since,
  p,
  hanging_p: hanging,
  questions,
  told_otherwise: otherwise,
  error,
}: CanaryLook): string {
  if (error !== null) return `today tells nothing: ${error}`;
  const told = otherwise ? '; what the service says of itself is other than the day before' : '';
  if (state === 'learning') return `learning, ${numberOf(days, 'day')} so far of ${needed}${told}`;
  const of = `${numberOf(days, 'day')}, ${numberOf(questions, 'question')}, p = ${p?.toPrecision(2)}`;
  if (state === 'same') return `no change was shown (${of})${told}`;
  if (state === 'drifting')
    return `drifting: it answers otherwise, but so it does from day to day, and whether the model changed cannot be told (${of}; days before hang together, p = ${hanging?.toPrecision(2)})${told}`;
  return `CHANGED: it answers otherwise, by estimate since ${since} (${of})${told}`;
}
