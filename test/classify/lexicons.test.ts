import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { foldScript } from '../../src/classify/fold-script.ts';
import { type Patterns, readLexicon } from '../../src/classify/lexicon.ts';
import { alternativesOf } from '../../src/classify/required-words.ts';
import { LOOKED_FOR } from '../../src/classify/rule-lexicons.ts';
import { sha256 } from '../../src/lib/digest.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';

const FOLDER = join(PACKAGE_ROOT, 'src/classify/lexicons');

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
  it('are packed as they are written: else run npx tsx scripts/pack-lexicons.ts', () => {
    const packed = JSON.parse(readFileSync(join(FOLDER, 'packed.json'), 'utf8'));
    const written = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
    expect(Object.keys(packed).map((name) => `${name}.yaml`)).toEqual(written.sort());
    for (const file of written) {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      expect(packed[file.replace('.yaml', '')]).toEqual({ content: parse(text), digest: sha256(text) });
    }
    const alternatives = JSON.parse(readFileSync(join(FOLDER, 'alternatives.json'), 'utf8'));
    expect(alternatives).toEqual(Object.fromEntries(LOOKED_FOR.map(({ source }) => [source, alternativesOf(source)])));
  });

  for (const [name, { en, zh }] of lists) {
    it(`${name} holds valid expressions that match nothing empty, none twice, Chinese in Simplified characters`, () => {
      for (const pattern of [...en, ...zh]) expect(new RegExp(pattern, 'm').test('')).toBe(false);
      expect(new Set([...en, ...zh]).size).toBe(en.length + zh.length);
      for (const pattern of zh) expect(foldScript(pattern)).toBe(pattern);
    });
  }
});
