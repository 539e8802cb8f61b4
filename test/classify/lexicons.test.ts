import { describe, expect, it } from 'vitest';
import { foldScript } from '../../src/classify/fold-script.ts';
import { type Patterns, readLexicon } from '../../src/classify/lexicon.ts';

const lists: [string, Patterns][] = [
  ...['refusal', 'official', 'voice', 'denial'].flatMap((name) =>
    Object.entries(readLexicon<Record<string, Patterns>>(name).content).map(([group, patterns]): [string, Patterns] => [
      `${name}:${group}`,
      patterns,
    ]),
  ),
  ['candid', readLexicon<Patterns>('candid').content],
];

describe('lexicons', () => {
  for (const [name, { en, zh }] of lists) {
    it(`${name} holds valid expressions that match nothing empty, none twice, Chinese in Simplified characters`, () => {
      for (const pattern of [...en, ...zh]) expect(new RegExp(pattern, 'm').test('')).toBe(false);
      expect(new Set([...en, ...zh]).size).toBe(en.length + zh.length);
      for (const pattern of zh) expect(foldScript(pattern)).toBe(pattern);
    });
  }
});
