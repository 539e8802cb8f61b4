import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/lib/errors.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { variantsOf } from '../../src/probes/variant.ts';
import { setText } from './set-text.ts';

function mistakes(...texts: string[]): string[] {
  try {
    parseProbeSets(texts.map((text, index) => ({ file: `${'abc'[index]}.yaml`, text })));
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('parseProbeSets', () => {
  it('fills in defaults', () => {
    const [set] = parseProbeSets([{ file: 'a.yaml', text: setText('- { id: p, style: factual, ask: { en: Why? } }') }]);
    expect(set?.probes[0]).toEqual({
      id: 'p',
      set: 'one',
      topic: 'one',
      role: 'sensitive',
      style: 'factual',
      state: 'CN',
      tags: [],
      ask: { en: 'Why?' },
      control: null,
      official: [],
      facts: [],
    });
  });

  it('tells every mistake of every file with its place', () => {
    const first = setText('- { id: p, style: factul, ask: { zh-CN: 为什么？ }, contrl: q }');
    const second = setText('- id: q\n  style: opinion\n  ask: { en: 5 }\n  control: nobody', 'two');
    expect(mistakes(first, second)).toEqual([
      'a.yaml:6:21: expected one of factual, indirect, individual, contested, opinion, write, leading, innocent, got "factul". Did you mean "factual"?',
      'a.yaml:6:36: expected a language such as en, zh-Hans or zh-Hant, got "zh-CN"',
      expect.stringMatching(
        /^a\.yaml:6:51: expected one of the fields id, .*, got "contrl"\. Did you mean "control"\?$/,
      ),
      'b.yaml:8:16: expected text or a list, got number 5; put quotes round it to make it text',
    ]);
  });

  it('tells broken YAML, missing fields and text that YAML took for a mapping', () => {
    expect(mistakes('id: [')[0]).toMatch(/^a\.yaml:1:\d: expected what \[ or \{ opened to be closed/);
    expect(mistakes('id: x\nid: y')[0]).toMatch(/^a\.yaml:2:1: expected each field once/);
    expect(mistakes(setText('- { id: p, ask: { en: Why? } }'))).toEqual([
      'a.yaml:6:5: expected a field "style" (one of factual, indirect, individual, contested, opinion, write, leading, innocent), got none',
    ]);
    expect(mistakes(setText('- { id: p, style: write, ask: { en: {x} } }'))).toEqual([
      'a.yaml:6:39: expected text or a list, got a mapping with x; put quotes round text that begins with { or holds a colon',
    ]);
  });

  it('refuses ids that stand twice, also in two files', () => {
    const text = '- { id: p, style: write, ask: { en: Why? } }';
    expect(mistakes(setText(text), setText(text, 'two'))).toEqual([
      'b.yaml:6:11: expected a probe id of its own, got "p", which also stands in a.yaml:6',
    ]);
  });

  it('names the nearest probe where a control does not exist', () => {
    const text = setText(
      '- { id: p-one, style: write, ask: { en: Why? }, control: p-tow }\n- { id: p-two, style: write, ask: { en: W? } }',
    );
    expect(mistakes(text)).toEqual([
      'a.yaml:6:60: expected the id of a probe in the loaded sets as control of p-one, got "p-tow". Did you mean "p-two"?',
    ]);
  });

  it('takes a control from a companion, and lets the companion follow', () => {
    const own = { file: 'a.yaml', text: setText('- { id: p, style: write, ask: { en: Why? }, control: c }') };
    const companion = { file: 'b.yaml', text: setText('- { id: c, style: write, ask: { en: Who? } }', 'two') };
    expect(parseProbeSets([own], [companion]).map(({ id }) => id)).toEqual(['one', 'two']);
  });

  const template = `- id: who-{person}-{year}
  style: individual
  ask: { en: "Who was {person} in {year}?", zh-Hans: "{person}在{year}是谁？" }
  facts: [{ claim: "{person} lived", marks: { en: ["{person} & {year}"] }, source: "On {person.id}" }]
  each:
    person:
      - { id: a, en: Ann, zh-Hans: 安, tags: [quick] }
      - { id: b, en: Bob, zh-Hans: 鲍, facts: [{ claim: Own, marks: { en: [own] }, source: S }] }
    year: [{ id: y1, en: "1989", zh-Hans: "1989年" }, { id: y2, en: "1990", zh-Hans: "1990年" }]`;

  it('expands a template over every combination of its values', () => {
    const probes = parseProbeSets([{ file: 'a.yaml', text: setText(template) }])[0]?.probes ?? [];
    expect(probes.map(({ id }) => id)).toEqual(['who-a-y1', 'who-a-y2', 'who-b-y1', 'who-b-y2']);
    expect(probes[1]?.ask).toEqual({ en: 'Who was Ann in 1990?', 'zh-Hans': '安在1990年是谁？' });
    expect(probes[1]?.tags).toEqual(['quick']);
    expect(probes[3]?.facts).toEqual([
      { claim: 'Bob lived', marks: { en: ['Bob & 1990'] }, source: 'On b' },
      { claim: 'Own', marks: { en: ['own'] }, source: 'S' },
    ]);
  });

  it('keeps which template a probe came from, and the set’s hash as it was before that was kept', () => {
    const [set] = parseProbeSets([
      {
        file: 'a.yaml',
        text: setText(`- id: who-{person}
  style: individual
  ask: { en: "Who was {person}?" }
  each:
    person: [{ id: a, en: Ann }, { id: b, en: Bob }]`),
      },
    ]);
    expect(set?.probes.map((probe) => probe.template)).toEqual(['who-{person}', 'who-{person}']);
    expect(set?.hash).toBe('4f501f9d0224314aa8f7f3ab9f44b29f');
    expect(
      parseProbeSets([{ file: 'b.yaml', text: setText('- { id: a, style: factual, ask: { en: Who? } }') }])[0]
        ?.probes[0],
    ).not.toHaveProperty('template');
  });

  it('tells a template what its values lack and which variables it has', () => {
    expect(
      mistakes(setText(template.replace(', zh-Hans: 鲍', '').replace('"On {person.id}"', '"On {persn}"'))),
    ).toEqual([
      'a.yaml:9:86: expected one of the variables {person}, {year}, got "{persn}". Did you mean "person"?',
      'a.yaml:13:11: expected a field "zh-Hans" (the text of {person}), got none',
    ]);
  });

  it('changes the hash of a set with any part of it', () => {
    const hash = (text: string) => parseProbeSets([{ file: 'a.yaml', text }])[0]?.hash;
    const text = setText('- { id: p, style: write, ask: { en: Why? } }');
    expect(hash(`# a comment\n${text}`)).toBe(hash(text));
    expect(hash(text.replace('Why?', 'Who?'))).not.toBe(hash(text));
  });
});

describe('variantsOf', () => {
  it('leaves out languages that the probe lacks, and hashes id, language and wording only', () => {
    const load = (more: string) =>
      parseProbeSets([{ file: 'a.yaml', text: setText(`- { id: p, style: write, ask: { en: Why? }${more} }`) }])[0]
        ?.probes[0];
    const plain = load('');
    const tagged = load(', tags: [quick]');
    if (plain === undefined || tagged === undefined) throw new Error('expected a probe');
    expect(variantsOf(plain, ['zh-Hans', 'en']).map(({ lang }) => lang)).toEqual(['en']);
    expect(variantsOf(plain, ['en'])[0]?.hash).toBe(variantsOf(tagged, ['en'])[0]?.hash);
    expect(variantsOf({ ...plain, ask: { en: 'Why ?' } }, ['en'])[0]?.hash).not.toBe(
      variantsOf(plain, ['en'])[0]?.hash,
    );
  });
});
