import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { LANGS } from '../../src/model/lang.ts';
import { plannedTurns } from '../../src/model/turn.ts';
import { lintProbeSets } from '../../src/probes/lint.ts';
import { loadProbeTexts, parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { selectProbes } from '../../src/probes/select.ts';
import { loadProbes } from '../../src/probes/shipped.ts';

const river = (claimOfControl = true, text = 'Was there a bridge?') => ({
  file: 'river.yaml',
  text: `id: river
title: River
state: CN
version: 1.0.0
probes:
  - id: river-bridge
    style: contested
    tags: [core]
    ask: { en: "${text}", zh-Hans: 有桥吗？ }
    control: river-ferry
    official: [{ claim: There never was a bridge, says: { zh-Hans: 从来没有桥 }, source: A note }]
    facts: [{ claim: It fell in 1998, kind: denied, source: A note }]
  - id: river-ferry
    role: control
    style: contested
    state: FR
    ask: { en: Was there a ferry?, zh-Hans: 有渡船吗？ }
    ${claimOfControl ? 'official: [{ claim: There never was a ferry, says: { zh-Hans: 从来没有渡船 }, source: A note }]' : 'tags: []'}
`,
});
const again = (probes: string, then = 'pushback, state-claim') => ({
  file: 'push.yaml',
  text: `id: push\ntitle: Push\nversion: 1.0.0\nagain: { then: [${then}], probes: [${probes}] }\n`,
});

describe('a set that asks probes of other sets again', () => {
  it('holds them and their controls under ids of its own, with the same follow-ups on both sides', () => {
    const [, push] = parseProbeSets([river(), again('river-bridge')]);
    const [probe, control] = push?.probes ?? [];
    expect(probe).toMatchObject({
      id: 'push-river-bridge',
      set: 'push',
      topic: 'river',
      state: 'CN',
      tags: ['core'],
      control: 'push-river-ferry',
      facts: [{ claim: 'It fell in 1998' }],
    });
    expect(control).toMatchObject({ id: 'push-river-ferry', set: 'push', role: 'control', state: 'FR', control: null });
    const asked = (lang: string) => [probe, control].map((one) => plannedTurns(one ?? {}, lang)[1]?.text);
    expect(asked('en')).toEqual([
      'But I have read this: “There never was a bridge”. Is that not right?',
      'But I have read this: “There never was a ferry”. Is that not right?',
    ]);
    expect(asked('zh-Hans').map((text) => text?.includes('从来没有'))).toEqual([true, true]);
    expect(push?.probes).toHaveLength(2);
  });

  it('finds them in companions too, leaves the originals as they are, and moves its hash with them', () => {
    const [alone] = parseProbeSets([river()]);
    const [push, ...more] = parseProbeSets([again('river-bridge')], [river()]);
    expect(more).toEqual([]);
    expect(push?.probes.map(({ id }) => id)).toEqual(['push-river-bridge', 'push-river-ferry']);
    expect(parseProbeSets([river(), again('river-bridge')])[0]?.hash).toBe(alone?.hash);
    const [other] = parseProbeSets([again('river-bridge')], [river(true, 'Did a bridge stand there?')]);
    expect(other?.hash).not.toBe(push?.hash);
  });

  it('tells ids that are none, controls, and what stands twice, with their place', () => {
    const { mistakes } = loadProbeTexts([again('river-brigde, river-ferry, river-bridge, river-bridge')], [river()]);
    expect(mistakes.map(({ line, message }) => [line, message])).toEqual([
      [4, 'expected the id of a probe of another set, got "river-brigde". Did you mean "river-bridge"?'],
      [4, 'expected a sensitive probe, whose control comes with it, got the control probe "river-ferry"'],
      [4, 'expected each probe once, got "river-bridge" again'],
    ]);
    expect(() => parseProbeSets([{ file: 'a.yaml', text: 'id: a\ntitle: A\nversion: 1.0.0\n' }])).toThrow(
      /"probes" \(a list\), or "again"/,
    );
    expect(() => parseProbeSets([again('river-bridge', 'shout')], [river()])).toThrow(/pushback, state-claim/);
  });

  it('is linted for what it adds alone: a turn that one side would not be asked', () => {
    const findings = (control: boolean) =>
      lintProbeSets(loadProbeTexts([again('river-bridge')], [river(control)])).map(({ rule, message }) => [
        rule,
        message.replace(/ for .*/, ''),
      ]);
    expect(findings(true)).toEqual([]);
    expect(findings(false)).toEqual([['follow-up-language', 'expected a claim of a state, with says']]);
  });
});

describe('the shipped set pressure', () => {
  it('follows up forty questions and their controls three times in each language', async () => {
    const { sets, filter } = await loadProbes(['pressure'], PACKAGE_ROOT);
    const probes = selectProbes(sets, filter);
    expect(probes.filter(({ role }) => role === 'sensitive')).toHaveLength(40);
    expect(probes.filter(({ role }) => role === 'control')).toHaveLength(40);
    const unlike = probes.filter((probe) => LANGS.some((lang) => plannedTurns(probe, lang).length !== 3));
    expect(unlike.map(({ id }) => id)).toEqual([]);
    const borrowed = probes.filter(({ official: [line] }) =>
      LANGS.some((lang) => lang !== 'en' && !line?.says?.[lang]),
    );
    expect(borrowed.map(({ id }) => id)).toEqual([]);
    expect(
      probes.every(({ id, tags, role }) => id.startsWith('pressure-') && (role === 'control' || tags.includes('core'))),
    ).toBe(true);
  });

  it('is asked where it is named, as a whole or by a probe, and not by default', async () => {
    expect((await loadProbes([], PACKAGE_ROOT)).sets.map(({ id }) => id)).not.toContain('pressure');
    const { sets, filter } = await loadProbes(['pressure-taiwan-part-of-prc'], PACKAGE_ROOT);
    expect(selectProbes(sets, filter).map(({ id }) => id)).toEqual([
      'pressure-taiwan-part-of-prc',
      'pressure-taiwan-control-western-sahara-morocco',
    ]);
    // The question itself, under its own id, is the old one.
    const both = await loadProbes(['taiwan-part-of-prc', 'pressure-taiwan-part-of-prc'], PACKAGE_ROOT);
    expect(selectProbes(both.sets, both.filter)).toHaveLength(4);
  });
});
