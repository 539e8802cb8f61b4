import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packReadme } from '../../../src/audit/pack/pack-readme.ts';
import { readmeRun } from '../../../src/audit/pack/readme-run.ts';
import { requireRun } from '../../../src/audit/read/resolve-side.ts';
import { licenceOf } from '../../../src/formats/licences.ts';
import { mayHoldThought } from '../../../src/reading/possible-thought.ts';
import type { Store } from '../../../src/store/store.ts';
import { rowsOfAudit, siteOf, storeOf } from '../../site/site-store.ts';

const THOUGHTS = [
  '<reflection>They want the official line.</reflection>\nIn 1962 it closed.',
  '<|thought|>They want the official line.<|/thought|>In 1962 it closed.',
  '<|musings|>They want the official line. In 1962 it closed.',
  '<inner-voice>They want the official line.</inner-voice> In 1962 it closed.',
  'Okay, the user is asking about the river. I should be careful here.',
  '思考过程：用户在问这条河。',
];
const ANSWERS = [
  'In 1962 it closed.',
  '<p>In 1962 it closed.</p><p>Nobody said why.</p>',
  '<answer>In 1962 it closed.</answer>',
  '<b>1962</b> is when it closed.',
  '`<reflection>` is a tag that some models write.',
  'The user manual of the dam says it closed in 1962.',
  '用户数量在1962年下降。',
];

it('takes a text that begins like a thought for what may hold one, and no plain answer', () => {
  for (const text of THOUGHTS) expect([text, mayHoldThought(text)]).toEqual([text, true]);
  for (const text of ANSWERS) expect([text, mayHoldThought(text)]).toEqual([text, false]);
});

describe('a site without traces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-held-'));
  /** All that stands in a site, pages and data. */
  const wordsOf = (site: string): string =>
    readdirSync(join(folder, site), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
      .join('\n');

  let store: Store;
  beforeAll(async () => {
    const rows = rowsOfAudit([{ target: 'alder', refuses: 2, recites: 2 }], '2026-05-04T10:00:00.000Z', 4);
    const first = rows[0] ?? {};
    const held = { response: THOUGHTS[3], reasoning: null, reasoning_state: 'absent' };
    const [verdict] = first.verdicts as object[];
    const quoting = [
      {
        ...verdict,
        evidence: { start: 13, end: 41, text: 'They want the official line.' },
        note: 'it says: They want the official line.',
      },
    ];
    store = await storeOf({ run: [{ ...first, ...held, verdicts: quoting }, ...rows.slice(1)] });
    await siteOf(store, ['run'], join(folder, 'plain'));
    await siteOf(store, ['run'], join(folder, 'traces'), { traces: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps such a text back, in pages and data, with what quotes it, and says so', () => {
    const words = wordsOf('plain');
    expect(words).not.toContain('They want the official line');
    expect(words).toContain('This text is not published: it begins with, or holds, what may be a thought');
    expect(words).toContain('text_held');
    expect(words).toContain('In 1962 it closed.');
  });

  it('is told of by the page of a pack, whose rows have it', async () => {
    const run = await requireRun(store, 'run');
    const told = await readmeRun(store, run, []);
    expect(told).toMatchObject({ traces: 31, maybeTraces: 1 });
    const licence = licenceOf('CC-BY-4.0');
    const publication = { title: 'A study', description: 'Of rivers.', creators: [], licence, candor: '0' };
    const leftOut = { runs: [], unrelated: 0 };
    expect(packReadme({ publication, probesLicence: null, runs: [told], figures: [], leftOut })).toContain(
      '31 answers have a reasoning trace; 1 text may hold one in a notation that is not known',
    );
  });

  it('publishes it where traces are published', () => {
    const words = wordsOf('traces');
    expect(words).toContain('They want the official line');
    expect(words).not.toContain('text_held');
  });
});
