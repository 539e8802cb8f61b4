import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/lib/errors.ts';
import { STATE_CODES, stateHint } from '../../src/lib/state-codes.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { setText } from '../probes/set-text.ts';

function mistakesOf(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}
const ofTarget = (code: string): string[] =>
  mistakesOf(() =>
    parseConfig(
      `targets:\n  - { id: t, provider: ollama, model: m, jurisdiction: ${JSON.stringify(code)} }`,
      'candor.yaml',
      {},
    ),
  );
const ofProbe = (field: string): string[] =>
  mistakesOf(() =>
    parseProbeSets([{ file: 'a.yaml', text: setText(`- { id: p, style: factual, ${field}, ask: { en: Why? } }`) }]),
  );

describe('codes of states', () => {
  it('are the 249 of ISO 3166-1 with EU and XK', () => {
    expect(STATE_CODES.size).toBe(251);
    for (const code of ['CN', 'GB', 'TW', 'XK', 'EU']) expect([code, ofTarget(code)]).toEqual([code, []]);
    for (const code of STATE_CODES) expect(code).toMatch(/^[A-Z]{2}$/);
  });

  it.each([
    ['UK', ' Did you mean "GB"?'],
    ['cn', ' Did you mean "CN"?'],
    ['China', ' Did you mean "CN"?'],
    ['united states', ' Did you mean "US"?'],
    ['CHN', ' Did you mean "CN"?'],
    ['XX', ''],
    ['ZZ', ''],
    ['', ''],
  ])('refuses %s for a target and for a probe, with the place and what may have been meant', (code, hint) => {
    expect(stateHint(code)).toBe(hint);
    const what = `expected a state as two capital letters (ISO 3166), such as CN, got "${code}"${hint === '' ? '' : `.${hint}`}`;
    expect(ofTarget(code)).toEqual([`candor.yaml:2:56: ${what}`]);
    const text = JSON.stringify(code);
    expect(ofProbe(`state: ${text}`)).toEqual([`a.yaml:6:37: ${what}`]);
    const claim = `official: [{ claim: C, state: ${text}, marks: { en: [mark] } }]`;
    expect(ofProbe(claim)).toEqual([`a.yaml:6:60: ${what}`]);
  });
});
