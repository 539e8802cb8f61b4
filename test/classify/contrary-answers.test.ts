import { describe, expect, it } from 'vitest';
import { readStatements } from '../../src/classify/probe-statements.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { loadProbeMap } from '../../src/probes/probe-map.ts';
import { CONTRARY_ANSWERS } from './contrary-answers.ts';

const probes = await loadProbeMap([], PACKAGE_ROOT);

const READ = CONTRARY_ANSWERS.map(([id, fact, lang, expected, text]) => {
  const probe = probes.get(id);
  if (probe === undefined) throw new Error(`expected a shipped probe ${id}`);
  const read = readStatements({
    text,
    of: 'response',
    prompt: probe.ask[lang]?.[0] ?? null,
    lang,
    truncated: false,
    probe,
  });
  const found = read.facts[fact]?.standing;
  return { expected, found, line: `${expected} ${found} ${id} ${fact}: ${text}` };
});

describe('answers to shipped questions that tell or contradict a fact', () => {
  it('are never told where they contradict it or somebody denies it', () => {
    expect(
      READ.filter(({ expected, found }) => expected !== 'stated' && found === 'stated').map(({ line }) => line),
    ).toEqual([]);
  });

  it('contradict it where they do and nowhere else', () => {
    expect(
      READ.filter(({ expected, found }) => (expected === 'negated') !== (found === 'negated')).map(({ line }) => line),
    ).toEqual([]);
  });

  it('tell it where they do', () => {
    expect(
      READ.filter(({ expected, found }) => expected === 'stated' && found !== 'stated').map(({ line }) => line),
    ).toEqual([]);
  });
});
