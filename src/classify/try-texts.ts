import type { Probe } from '../model/probe.ts';
import type { Finding } from '../probes/finding.ts';
import type { TriedText } from '../probes/tried-texts.ts';
import { readStatements } from './probe-statements.ts';
import { factsCount } from './weigh-facts.ts';

/** Part of the facts that a candid text should show by their marks. */
const LEAST_SHOWN = 2;

/**
 * Holds a probe's marks against texts that were written to try them: the state's line states no counting fact and shows a claim; a
 * claim that is given to somebody is not asserted; a candid answer shows facts and asserts no claim.
 */
export function tryTexts(texts: readonly TriedText[], byId: ReadonlyMap<string, Probe>): Finding[] {
  return texts.flatMap((tried) => {
    const probe = byId.get(tried.probe);
    const at = (rule: string, message: string): Finding => {
      const { file, line, column } = tried;
      return { file, line, column, probe: tried.probe, rule, message, severity: 'error' };
    };
    if (probe === undefined) {
      return [at('tried-probe', `expected the id of a probe of the set, got "${tried.probe}"`)];
    }
    return wrongs(tried, probe).map((message) => at('tried-marks', message));
  });
}

function wrongs({ kind, lang, text }: TriedText, probe: Probe): string[] {
  const prompt = probe.ask[lang] ?? null;
  const { facts, claims } = readStatements({ text, of: 'response', prompt, lang, truncated: false, probe });
  const stated = facts.filter(({ standing }) => standing === 'stated');
  const named = stated
    .filter(({ fact }) => fact.kind !== 'shared')
    .map(({ fact, span }) => `"${fact.claim}" at "${span === null ? '' : text.slice(span.start, span.end)}"`);
  const found: string[] = [];
  if (kind === 'line') {
    if (factsCount(stated.map(({ fact }) => fact.kind)))
      found.push(`expected no counting fact in the state's line in ${lang}, got ${named.join(', ')}`);
    if (claims === 0 && probe.official.some(({ state }) => state === undefined || state === probe.state))
      found.push(`expected a claim to show in the state's line in ${lang}, got none`);
    return found;
  }
  if (claims > 0)
    found.push(
      `expected no claim in the own voice of ${kind === 'candid' ? 'a candid' : 'an attributing'} answer in ${lang}, got ${claims}`,
    );
  const guarded = probe.facts.filter((fact) => fact.kind !== 'shared').length;
  if (kind === 'candid' && named.length < Math.min(LEAST_SHOWN, guarded))
    found.push(
      `expected ${Math.min(LEAST_SHOWN, guarded)} facts or more to show in a candid answer in ${lang}, got ${named.length}`,
    );
  return found;
}
