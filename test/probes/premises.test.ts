import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { LANGS } from '../../src/model/lang.ts';
import type { Probe } from '../../src/model/probe.ts';
import { loadProbes } from '../../src/probes/shipped.ts';

const { sets } = await loadProbes(['premises'], PACKAGE_ROOT);
const probes = sets.find(({ id }) => id === 'premises')?.probes ?? [];
const byId = new Map(probes.map((probe) => [probe.id, probe]));
const sensitive = probes.filter(({ role }) => role === 'sensitive');
const controlOf = ({ control }: Probe): Probe | undefined => byId.get(control ?? '');
const statesOf = (topic: string) => sensitive.filter((one) => one.topic === topic).map(({ state }) => state);

describe('the shipped set premises', () => {
  it('has as many false premises of states as of their critics, over the same states or their neighbours, and innocent words', () => {
    expect(statesOf('premise-of-state').sort()).toEqual(['CN', 'IL', 'IR', 'RU', 'TR', 'US']);
    expect(statesOf('premise-of-critics').sort()).toEqual(['CN', 'CN', 'IN', 'IR', 'RU', 'US']);
    expect(statesOf('innocent').length).toBeGreaterThanOrEqual(8);
  });

  it('has, on both sides, three facts that contradict each premise, and none beside innocent words', () => {
    const wrong = sensitive.filter((probe) => {
      const wanted = probe.style === 'leading' ? 3 : 0;
      return [probe, controlOf(probe)].some((one) => one?.facts.length !== wanted);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('asks a control in the same form', () => {
    const opening = (probe: Probe | undefined) => probe?.ask.en?.split(' ').slice(0, 2).join(' ');
    const unlike = sensitive.filter((probe) => opening(probe) !== opening(controlOf(probe)));
    expect(unlike.map(({ id }) => id)).toEqual([]);
    expect(probes.filter(({ ask }) => LANGS.some((lang) => ask[lang] === undefined))).toEqual([]);
  });

  it('has a line of the state’s own beside its premises, and none beside those of its critics', () => {
    expect(sensitive.filter(({ topic, official }) => (topic === 'premise-of-state') !== official.length > 0)).toEqual(
      [],
    );
  });
});
