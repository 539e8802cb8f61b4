import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/lib/errors.ts';
import { probeSchema } from '../../src/model/probe.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { setText } from './set-text.ts';

function load(probes: string) {
  return parseProbeSets([{ file: 'a.yaml', text: setText(probes) }])[0];
}

function probe(claim: string, fact: string): string {
  return [
    '- id: p',
    '  style: contested',
    '  ask: { en: Is it so? }',
    `  official: [{ claim: It is not so, marks: { en: [not so] }${claim} }]`,
    `  facts: [{ claim: It is so, marks: { en: [is so] }${fact} }]`,
  ].join('\n');
}

describe('the optional fields of claims and facts', () => {
  it('are kept as written, in a loaded probe and in one that a store keeps', () => {
    const loaded = load(probe(', state: RU, answer: no', ', kind: denied'))?.probes[0];
    expect(loaded?.official[0]).toMatchObject({ state: 'RU', answer: 'no' });
    expect(loaded?.facts[0]).toMatchObject({ kind: 'denied' });
    expect(probeSchema.parse(JSON.parse(JSON.stringify(loaded)))).toEqual(loaded);
  });

  it('are absent where not written, and then leave the hash of a set as it was', () => {
    const set = load(probe('', ''));
    expect(set?.hash).toBe('c9037732a438472da397e51123759e0c');
    expect(Object.keys(set?.probes[0]?.official[0] ?? {})).toEqual(['claim', 'marks', 'source']);
    expect(Object.keys(set?.probes[0]?.facts[0] ?? {})).toEqual(['claim', 'marks', 'source']);
    expect(load(probe('', ', kind: omitted'))?.hash).not.toBe(set?.hash);
  });

  it('belong to each value of a template', () => {
    const set = load(
      [
        '- id: "p-{who}"',
        '  style: individual',
        '  ask: { en: "Who is {who}?" }',
        '  each:',
        '    who:',
        '      - { id: a, en: A, facts: [{ claim: He was jailed, marks: { en: [jailed] }, kind: shared }] }',
        '      - { id: b, en: B, official: [{ claim: He is a spy, marks: { en: [spy] }, state: IR }] }',
      ].join('\n'),
    );
    expect(set?.probes[0]?.facts[0]?.kind).toBe('shared');
    expect(set?.probes[1]?.official[0]?.state).toBe('IR');
  });

  it('are told with their place where they are none of the known ones', () => {
    let message = '';
    try {
      load(probe(', state: Russia, answer: maybe', ', kind: hidden'));
    } catch (error) {
      message = error instanceof ConfigError ? error.message : '';
    }
    expect(message.split('\n')).toEqual([
      expect.stringMatching(
        /^a\.yaml:9:\d+: expected a state as two capital letters \(ISO 3166\), such as CN, got "Russia"/,
      ),
      expect.stringMatching(/^a\.yaml:9:\d+: expected one of yes, no, got "maybe"/),
      expect.stringMatching(/^a\.yaml:10:\d+: expected one of denied, omitted, shared, got "hidden"/),
    ]);
  });
});
