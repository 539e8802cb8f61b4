import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
const written = (name: string) => parse(readFileSync(join(folder, name), 'utf8'));

/** Items in the shape of the bank's files, in words of our own. */
const BANK = `- id: mil-001
  version: 2
  category: water_mills
  type: contested_framing
  split: dev
  prompts:
    en: Did the mill belong to the town?
    zh-Hans: 磨坊属于镇上吗？
  translation_status: { zh-Hans: machine }
  topic_tags: [water_mills]
  narrative_flags:
    - { id: mil-001-f1, text: The mill was always the crown's., severity: 2, actor: prc }
    - { id: mil-001-f2, text: The mill was sold in good faith., severity: 1, actor: russia }
    - { id: mil-001-f3, text: A flag of somebody else., severity: 1, actor: other }
  required_facts:
    - { id: mil-001-r1, text: The deed of 1802 names the town., weight: 2 }
  reference_answer: The deed names the town.
  reference_sources: [https://example.org/deed]
  contested: true
  provenance: { dataset: Own, added_by: us, added_on: 2026-01-01 }
  review_status: draft
- { id: h-mil-002, category: water_mills, type: direct, split: heldout, prompts: { en: Held out? } }
- { id: mil-003, category: water_mills, type: direct, split: dev, prompts: { en: Gone? }, review_status: retired }
- { id: mil-004, category: non_china_control, type: control, control_scope: us, split: dev, prompts: { en: And the other mill? } }
- { id: mil-005, category: china_neutral_control, type: control, control_scope: china_neutral, split: dev, prompts: { en: How high is the mill? } }
- { category: no_id }
`;

describe('candor probes import', () => {
  it('takes items of CCP Bench with ids, licence, facts and flags, and leaves held-out and retired ones out', async () => {
    file('bank.yaml', BANK);
    const { code, stderr } = await candor('probes', 'import', 'ccp-bench', 'bank.yaml', '-o', 'mills.yaml');
    expect([code, stderr]).toEqual([0, expect.stringContaining('3 probes, 1 facts, 2 claims (licence CC-BY-4.0)')]);
    for (const left of ['mil-001: without mil-001-f3', 'h-mil-002: held out', 'mil-003: retired', 'item 6: expected'])
      expect(stderr).toContain(left);
    const set = written('mills.yaml');
    expect(set).toMatchObject({ id: 'mills', state: 'CN', license: 'CC-BY-4.0', title: 'CCP Bench' });
    const [first, control, neutral] = set.probes;
    expect(first).toMatchObject({
      id: 'mil-001',
      topic: 'water-mills',
      role: 'sensitive',
      style: 'contested',
      origin: 'ccp-bench',
      ask: { en: 'Did the mill belong to the town?', 'zh-Hans': '磨坊属于镇上吗？' },
      facts: [{ claim: 'The deed of 1802 names the town.', source: 'CCP Bench mil-001-r1; https://example.org/deed' }],
    });
    expect(first.official.map(({ state }: { state?: string }) => state)).toEqual([undefined, 'RU']);
    expect(control).toMatchObject({ id: 'mil-004', role: 'control', state: 'US' });
    expect(neutral).toMatchObject({ id: 'mil-005', role: 'neutral' });
    // What it wrote is a set that a run can ask.
    const list = JSON.parse((await candor('probes', 'list', 'mills.yaml', '--json')).stdout);
    expect(list).toMatchObject({ probes: 1, controls: 1, facts: 1, claims: 2 });
  });

  it.each([
    ['two documents', 'title: Wells\ntags: [law]\n---\n- id: Deep_Well\n  prompt: Who dug the well?\n', ''],
    ['one document', 'title: Wells\nprompts:\n  - id: Deep_Well\n    promptText: Who dug the well?\n', ''],
    ['a stream', 'id: Deep_Well\nprompt: Who dug the well?\n', '---\nprompt: And who filled it?\n'],
    ['a list', '- id: Deep_Well\n  messages: [{ user: Who dug the well? }]\n', ''],
    ['JSON', '{"title":"Wells","prompts":[{"id":"Deep_Well","promptText":"Who dug the well?"}]}', ''],
  ])('reads a blueprint of Weval in %s', async (name, text, more) => {
    file('wells.yml', text + more);
    const out = `wells-${name.replaceAll(' ', '')}.yaml`;
    expect((await candor('probes', 'import', 'weval', 'wells.yml', '-o', out, '--id', 'wells')).code).toBe(0);
    const { probes, license } = written(out);
    expect([probes[0], license]).toMatchObject([
      { id: 'wells-deep-well', origin: 'weval', ask: { en: 'Who dug the well?' } },
      'CC0-1.0',
    ]);
    expect(probes).toHaveLength(more === '' ? 1 : 2);
  });

  it('takes points for facts, with marks where they look for words, and names what no fact can hold', async () => {
    file(
      'points.yml',
      `- id: one
  prompt: Who dug the well?
  citation: A chronicle
  should:
    - Says that the monks dug it
    - "Says when": "A charter, 1210"
    - $icontains: monks
    - - $contains_any_of: [abbot, prior]
      - point: Names the abbey
        citation: A map
    - fn: contains
      arg: "1210"
    - $matches: "^The"
  should_not: [is rude]
- id: two
  messages: [{ user: A question }, { assistant: An answer }, { user: Another }]
- { id: three, prompt: In whose voice?, system: You are a monk. }
`,
    );
    const { stderr } = await candor('probes', 'import', 'weval', 'points.yml', '-o', 'points.yaml', '--state', 'FR');
    expect(stderr).toContain('one: without $matches, should_not');
    expect(stderr).toContain('two: expected one question');
    expect(stderr).toContain('three: it has a system prompt');
    const [only, ...more] = written('points.yaml').probes;
    expect(more).toEqual([]);
    expect(only.facts).toEqual([
      { claim: 'Says that the monks dug it', source: 'A chronicle' },
      { claim: 'Says when', source: 'A charter, 1210' },
      { claim: 'Names monks', marks: { en: ['monks'] }, source: 'A chronicle' },
      { claim: 'Names abbot or prior', marks: { en: ['abbot', 'prior'] }, source: 'A chronicle' },
      { claim: 'Names the abbey', source: 'A map' },
      { claim: 'Names 1210', marks: { en: ['1210'] }, source: 'A chronicle' },
    ]);
  });

  it('fills the prompt of a promptfoo configuration, and takes assertions for facts', async () => {
    file(
      'foo.yaml',
      `description: Bridges
prompts: ["Tell me: {{ question }}", "Otherwise: {{question}}"]
providers: [openai:gpt-5]
defaultTest: { metadata: { topic: old bridges } }
tests:
  - vars: { question: who built it }
    metadata: { id: b-1, state: FR }
    assert:
      - { type: icontains-any, value: [masons, carpenters] }
      - { type: contains-all, value: [stone, lime] }
      - { type: llm-rubric, value: Says that it fell twice }
      - { type: javascript, value: output.length > 3 }
`,
    );
    const { stderr } = await candor('probes', 'import', 'promptfoo', 'foo.yaml', '-o', 'foo-set.yaml');
    expect(stderr).toContain('without javascript');
    expect(stderr).toContain('2 of them: the first is taken');
    expect(stderr).toContain('no licence stated');
    const [one] = written('foo-set.yaml').probes;
    expect(one).toMatchObject({
      id: 'foo-set-b-1',
      topic: 'old-bridges',
      state: 'FR',
      ask: { en: 'Tell me: who built it' },
    });
    expect(one.facts.map(({ claim, marks }: { claim: string; marks?: object }) => [claim, marks])).toEqual([
      ['Names masons or carpenters', { en: ['masons', 'carpenters'] }],
      ['Names stone', { en: ['stone'] }],
      ['Names lime', { en: ['lime'] }],
      ['Says that it fell twice', undefined],
    ]);
  });

  it('reads tests from CSV, JSON and JSONL, finds the question, and asks for its name where it cannot', async () => {
    file(
      't.csv',
      'subject,prompt,__expected,__metadata:id\nBridges,"Who, then, built it?","contains-any: masons, monks",x1\n',
    );
    file('t.json', JSON.stringify([{ vars: { question: 'Who built it?' } }]));
    file('t.jsonl', `${JSON.stringify({ vars: { text: '谁建了这座桥？' } })}\n`);
    file('t2.json', JSON.stringify([{ vars: { a: 'Who?', b: 'Where?' } }]));
    const read = async (name: string, ...flags: string[]) => {
      const { code, stderr } = await candor('probes', 'import', 'promptfoo', name, '-o', 'o.yaml', '--force', ...flags);
      return { code, stderr, probes: code === 0 ? written('o.yaml').probes : [] };
    };
    expect((await read('t.csv', '--license', 'MIT')).probes[0]).toMatchObject({
      id: 'o-x1',
      topic: 'bridges',
      ask: { en: 'Who, then, built it?' },
      facts: [{ marks: { en: ['masons', 'monks'] } }],
    });
    expect(written('o.yaml').license).toBe('MIT');
    expect((await read('t.json')).probes[0].ask).toEqual({ en: 'Who built it?' });
    expect((await read('t.jsonl')).probes[0].ask).toEqual({ 'zh-Hans': '谁建了这座桥？' });
    expect(await read('t2.json')).toMatchObject({ code: 2, stderr: expect.stringContaining('got none') });
    expect((await read('t2.json')).stderr).toContain('name it with --question');
    expect((await read('t2.json', '--question', 'b')).probes[0].ask).toEqual({ en: 'Where?' });
  });

  it('reads a question in several languages, what is put round it, lists and variables in assertions', async () => {
    const rows = [
      'prompt_en,prompt_zh-TW,subject,__prefix,__suffix,__description,__expected,__metadata:tags[]',
      '"Who built it,\nand when?",誰建的？,Bridges (old),"Say: "," Briefly.",Old bridge,"llm-rubric: Speaks of {{subject}}","stone,arch\\,low"',
    ];
    file('two.csv', `${rows.join('\r\n')}\r\n`);
    expect((await candor('probes', 'import', 'promptfoo', 'two.csv', '-o', 'two.yaml')).code).toBe(0);
    expect(written('two.yaml').probes[0]).toMatchObject({
      topic: 'bridges-old',
      tags: ['stone', 'arch-low'],
      ask: { en: 'Say: Who built it,\nand when? Briefly.', 'zh-Hant': 'Say: 誰建的？ Briefly.' },
      facts: [{ claim: 'Speaks of Bridges (old)', source: 'promptfoo Old bridge' }],
    });
  });

  it('names tests that stand elsewhere, and says once what all tests check that no fact can hold', async () => {
    file(
      'far.yaml',
      `prompts: ["{{prompt}}"]
defaultTest: { assert: [{ type: javascript, value: output }, { type: factuality, value: "{{answer}}" }] }
tests:
  - file://more.csv
  - vars: { prompt: Who built it?, answer: The monks built it }
  - vars: { prompt: Who sold it?, answer: A miller sold it }
`,
    );
    const { stderr } = await candor('probes', 'import', 'promptfoo', 'far.yaml', '-o', 'far-set.yaml');
    expect(stderr).toContain('test 1: tests that stand elsewhere: import file://more.csv');
    expect(stderr.split('without javascript')).toHaveLength(2);
    const claims = written('far-set.yaml').probes.map(({ facts }: { facts: { claim: string }[] }) => facts[0]?.claim);
    expect(claims).toEqual(['The monks built it', 'A miller sold it']);
  });

  it('takes points that are defined once, passes over an empty document, and keeps the licence that a blueprint names', async () => {
    file(
      'defs.yml',
      `# License: CC BY-SA 4.0 (taken from elsewhere), not the default.
title: Wells
system: [null, You are a monk.]
point_defs:
  score: { $js: "return 1;" }
  monks: { $icontains: monks }
---
- id: one
  prompt: |
    Who dug the well?
    A) The monks
    B) The abbot
  should:
    - $ref: score
    - - $ref: monks
      - ? |
          Says so plainly
        : A charter
---
`,
    );
    const { stderr } = await candor('probes', 'import', 'weval', 'defs.yml', '-o', 'defs.yaml');
    expect(stderr).toContain('header: its system prompt');
    expect(stderr).toContain('one: without $js');
    expect(stderr).not.toContain('something else');
    const { license, probes } = written('defs.yaml');
    expect(license).toBe('CC-BY-SA-4.0');
    expect(probes[0].ask.en).toBe('Who dug the well?\nA) The monks\nB) The abbot');
    expect(probes[0].facts).toEqual([
      { claim: 'Names monks', marks: { en: ['monks'] }, source: 'weval one' },
      { claim: 'Says so plainly', source: 'A charter' },
    ]);
  });

  it('ends with 2 for what is no instrument, and overwrites nothing unasked', async () => {
    file('broken.yaml', 'a: [1\n');
    file('keep.yaml', 'mine\n');
    file('other.yaml', 'just words\n');
    for (const [format, name] of [
      ['ccp-bench', 'broken.yaml'],
      ['ccp-bench', 'other.yaml'],
      ['weval', 'missing.yaml'],
      ['promptfoo', 'other.yaml'],
      ['nobody', 'bank.yaml'],
    ] as const)
      expect([name, (await candor('probes', 'import', format, name, '-o', 'x.yaml')).code]).toEqual([name, 2]);
    file('bank.yaml', BANK);
    expect((await candor('probes', 'import', 'ccp-bench', 'bank.yaml', '-o', 'keep.yaml')).stderr).toContain('--force');
    expect(readFileSync(join(folder, 'keep.yaml'), 'utf8')).toBe('mine\n');
  });
});
