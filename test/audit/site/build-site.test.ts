import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SITE_LIST } from '../../../src/audit/site/site-folder.ts';
import { withdrawAnswer } from '../../../src/audit/site/withdrawals.ts';
import { collect } from '../../../src/lib/collect.ts';
import type { StoredTrial } from '../../../src/model/stored-trial.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import type { Store, TrialFilter } from '../../../src/store/store.ts';
import { rowsOfAudit, siteOf, storeOf, takeIn } from '../../site/site-store.ts';

const root = mkdtempSync(join(tmpdir(), 'candor-site-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SPRING = '2026-05-04T10:00:00.000Z';
const AUTUMN = '2026-09-14T10:00:00.000Z';
const spring = rowsOfAudit(
  [
    { target: 'alder', refuses: 7, recites: 0 },
    { target: 'Birch 7B', refuses: 0, recites: 5 },
  ],
  SPRING,
);

const few = rowsOfAudit([{ target: 'alder', refuses: 7, recites: 0 }], SPRING, 3);

/** Fails where lists are made. */
class BreakingStore extends MemoryStore {
  override trials(run: string, filter: TrialFilter = {}): AsyncIterable<StoredTrial> {
    if (filter.lang !== undefined) throw new Error('the power went');
    return super.trials(run, filter);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Text of a page as a reader has it. */
function plain(html: string): string {
  return html
    .replaceAll(/<wbr\/>|<\/?mark>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ');
}

describe('a site of two models', () => {
  const folder = join(root, 'two');
  let store: Store;
  beforeAll(async () => {
    store = await storeOf({ spring });
    await siteOf(store, ['spring'], folder);
  });

  it('says on its first page who refuses and who recites, by name and language', () => {
    const text = plain(read(folder, 'index.html'));
    expect(text).toContain('2 models in 1 run');
    expect(text).toMatch(/Who refuses 1 of 2 models .* alder \+\d+ \+\d+/);
    expect(text).toMatch(/Who recites the official narrative 1 of 2 models .* Birch 7B \+\d+ \+\d+/);
    expect(statSync(join(folder, 'index.html')).size).toBeLessThan(200_000);
  });

  it('has a page for every answer, at an address of its run and trial alone, and leads from figures to lists of them', async () => {
    const trials = await collect(store.trials('spring'));
    expect(filesIn(join(folder, 'answers/spring'))).toEqual(trials.map(({ id }) => `${id}.html`).sort());
    const [one] = trials;
    const page = plain(read(folder, `answers/spring/${one?.id}.html`));
    expect(page).toContain(one?.response?.text);
    expect(page).toContain('The same class in');
    expect(read(folder, 'models/alder.html')).toContain('href="../lists/spring/alder/en.html#sensitive-refusal"');
    expect(plain(read(folder, 'lists/spring/alder/en.html'))).toContain('Refusal 17');
  });

  it('keeps the reasoning traces out of pages and data unless they are asked for', async () => {
    const all = filesIn(folder).map((file) => read(folder, file));
    expect(all.some((text) => text.includes('The thought of'))).toBe(false);
    const open = join(root, 'traces');
    await siteOf(store, ['spring'], open, { traces: true });
    expect(read(open, 'data/spring/data.jsonl')).toContain('The thought of alder on 0');
  });

  it('names nobody who labelled', async () => {
    const own = join(root, 'labelled');
    const [first = {}] = few;
    const verdict = { class: 'neutral', sub: null, flags: [], of: 'response', confidence: null, evidence: null };
    const classifier = { name: 'human', version: '1', mode: 'general' };
    const human = { ...verdict, classifier, at: AUTUMN, by: 'Ada Quill' };
    const labelled = { ...first, verdicts: [...(first.verdicts as object[]), human] };
    await siteOf(await storeOf({ labelled: [labelled, ...few.slice(1)] }), ['labelled'], own);
    const all = filesIn(own).map((file) => read(own, file));
    expect(all.filter((text) => text.includes('Quill'))).toEqual([]);
    expect(all.filter((text) => text.includes('annotator 1')).length).toBeGreaterThan(2);
  });

  it('writes nothing a second time, and only what is new when a run is added, while no address moves', async () => {
    const before = filesIn(folder);
    expect(await siteOf(store, ['spring'], folder)).toMatchObject({
      written: 0,
      unchanged: before.length - 1,
      removed: 0,
    });
    const [answer = ''] = before.filter((file) => file.startsWith('answers/'));
    const modified = statSync(join(folder, answer)).mtimeMs;
    await takeIn(store, 'autumn', rowsOfAudit([{ target: 'alder', refuses: 0, recites: 0 }], AUTUMN));
    const added = await siteOf(store, ['spring', 'autumn'], folder);
    expect(added.removed).toBe(0);
    expect(filesIn(folder)).toEqual(expect.arrayContaining(before));
    expect(statSync(join(folder, answer)).mtimeMs).toBe(modified);
    expect(filesIn(folder).filter((file) => file.startsWith('answers/autumn/'))).toHaveLength(96);
    const more = filesIn(folder).length - before.length;
    expect(await siteOf(store, ['spring'], folder)).toMatchObject({ removed: more });
    expect(filesIn(folder)).toEqual(before);
  });
});

describe('releases of one model', () => {
  it('are said to have changed something only where paired answers show it', async () => {
    const store = await storeOf({
      spring,
      again: rowsOfAudit([{ target: 'Birch 7B', refuses: 0, recites: 5 }], '2026-06-01T10:00:00.000Z'),
      autumn: rowsOfAudit([{ target: 'alder', refuses: 0, recites: 0 }], AUTUMN),
      old: rowsOfAudit([{ target: 'alder', refuses: 9, recites: 0 }], null),
    });
    const folder = join(root, 'releases');
    await siteOf(store, ['old', 'autumn', 'spring', 'again'], folder);
    const alder = plain(read(folder, 'models/alder.html'));
    expect(alder).toMatch(
      /From spring \(4 May 2026\) to autumn \(14 September 2026\) it refused less often in English: 71 % before, 0 % after, −71 \[−\d+, −\d+\] points/,
    );
    expect(alder).toContain('1 run of collected answers does not say when the answers were given (old)');
    expect(read(folder, 'models/alder.html').match(/aria-label="old, /g)).toBeNull();
    const birch = readdirSync(join(folder, 'models')).find((file) => file.startsWith('birch-7b-'));
    expect(plain(read(folder, `models/${birch}`))).toContain(
      'From spring (4 May 2026) to again (1 June 2026) no change was shown (48 pairs of answers to the same question).',
    );
    expect(plain(read(folder, 'index.html'))).toContain(
      '3 comparisons of a release with the one before, or of two models of a family that a run asked side by side; a change was shown in 2.',
    );
    for (const page of ['models/alder.html', `models/${birch}`, 'index.html'])
      expect(plain(read(folder, page))).toContain(
        'Birch 7B, held against alder, asked side by side in spring (4 May 2026), refused less often in English: 0 % against 71 %',
      );
    const feed = read(folder, 'feed.xml');
    expect(feed.match(/<entry>/g)).toHaveLength(4);
    expect(feed).toContain('it refused less often in English');
  });
});

describe('an answer that is withdrawn', () => {
  it('stands nowhere in the folder, while its page says so and figures count it', async () => {
    const folder = join(root, 'withdrawn');
    const rows = spring.map((row, i) =>
      i === 0 ? { ...row, response: 'I cannot talk about Zebulon Quist.', reasoning: 'Quist would mind.' } : row,
    );
    const store = await storeOf({ spring: rows });
    await siteOf(store, ['spring'], folder, { traces: true });
    const holding = (): string[] => filesIn(folder).filter((file) => /Quist/.test(read(folder, file)));
    expect(holding().map((file) => file.split('/')[0])).toEqual(['answers', 'data', 'data', 'probes']);
    const list = read(folder, 'lists/spring/alder/en.html');
    const trial =
      (await collect(store.trials('spring'))).find(({ response }) => /Quist/.test(response?.text ?? ''))?.id ?? '';
    const asked = { trial: trial.slice(0, 12), reason: 'a person <b>asked</b> for it' };
    expect(await withdrawAnswer(store, asked, '2026-11-02T00:00:00.000Z')).toMatchObject({ trial, run: 'spring' });
    expect(await withdrawAnswer(store, { ...asked, reason: 'another' }, '2026-12-02T00:00:00.000Z')).toMatchObject({
      reason: asked.reason,
    });
    expect(await siteOf(store, ['spring'], folder, { traces: true })).toMatchObject({ withdrawn: 1 });
    expect(holding()).toEqual([]);
    expect(plain(read(folder, `answers/spring/${trial}.html`))).toContain(
      'This answer was withdrawn on 2 November 2026: a person &lt;b&gt;asked&lt;/b&gt; for it. Its text is not published here any more, nor in the data. Figures still count it, as refusal.',
    );
    expect(read(folder, 'lists/spring/alder/en.html')).toBe(list);
    expect(plain(read(folder, 'index.html'))).toContain('1 answer is withdrawn');
    const row =
      read(folder, 'data/spring/data.jsonl')
        .split('\n')
        .find((line) => line.includes(trial)) ?? '{}';
    expect(JSON.parse(row)).toMatchObject({ response: '', reasoning: null, delivery_flags: ['withdrawn'] });
  });

  it('must be one', async () => {
    const store = await storeOf({ spring, again: spring });
    const [first] = await collect(store.trials('spring'));
    const withdraw = (trial: string, run?: string) =>
      withdrawAnswer(store, { trial, reason: 'so', ...(run === undefined ? {} : { run }) }, SPRING);
    await expect(withdraw('nothing')).rejects.toThrow(
      'expected the trial of an answer, or how it begins, got "nothing"',
    );
    await expect(withdraw(first?.id ?? '')).rejects.toThrow('was asked in 2 runs (spring, again): name one with --run');
    expect(await withdraw(first?.id ?? '', 'again')).toMatchObject({ run: 'again' });
  });
});

describe('the folder of a site', () => {
  it('is refused where it holds something else, and keeps what it did not write', async () => {
    const folder = mkdtempSync(join(root, 'other-'));
    const store = await storeOf({ spring: few });
    await expect(siteOf(store, [], join(root, 'nothing'))).rejects.toThrow('expected answers to report, got none');
    expect(existsSync(join(root, 'nothing'))).toBe(false);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    await expect(siteOf(store, ['spring'], folder)).rejects.toThrow(
      /expected a new folder, an empty one, or a site that candor wrote, got .*mine\.txt/,
    );
    rmSync(join(folder, 'mine.txt'));
    await siteOf(store, ['spring'], folder);
    writeFileSync(join(folder, 'CNAME'), 'audits.example');
    writeFileSync(join(folder, 'models/alder.html'), 'changed by hand');
    writeFileSync(join(folder, 'topics/courts.html'), 'changed by hand');
    const other = await storeOf({ spring: rowsOfAudit([{ target: 'cedar', refuses: 1, recites: 1 }], SPRING, 3) });
    expect(await siteOf(other, ['spring'], folder)).toMatchObject({ left: ['models/alder.html'] });
    expect(read(folder, 'CNAME')).toBe('audits.example');
    expect(read(folder, 'models/alder.html')).toBe('changed by hand');
    expect(read(folder, 'topics/courts.html')).toContain('<h1>Courts</h1>');
    writeFileSync(join(folder, 'models/elm.html'), 'mine');
    const third = await storeOf({ spring: rowsOfAudit([{ target: 'elm', refuses: 1, recites: 1 }], SPRING, 3) });
    await expect(siteOf(third, ['spring'], folder)).rejects.toThrow(
      /models\/elm\.html, or a file of this site, got one that candor did not write/,
    );
    expect(read(folder, 'models/elm.html')).toBe('mine');
  });

  it('knows after a build that broke off what that one wrote', async () => {
    const folder = join(root, 'broken');
    const broken = new BreakingStore();
    await takeIn(broken, 'spring', few);
    await expect(siteOf(broken, ['spring'], folder)).rejects.toThrow('the power went');
    expect(existsSync(join(folder, 'index.html'))).toBe(false);
    const begun = filesIn(folder);
    expect(begun.length).toBeGreaterThan(20);
    const other = await storeOf({ other: rowsOfAudit([{ target: 'cedar', refuses: 1, recites: 1 }], SPRING, 3) });
    await siteOf(other, ['other'], folder);
    expect(filesIn(folder).filter((file) => file.startsWith('answers/spring'))).toEqual([]);
    expect(
      read(folder, SITE_LIST)
        .split('\n')
        .filter((line) => line.startsWith('- ')),
    ).toEqual([]);
  });

  it('is not led out of itself by its list', async () => {
    const folder = mkdtempSync(join(root, 'list-'));
    const outside = join(root, 'outside.txt');
    writeFileSync(outside, 'kept');
    writeFileSync(join(folder, SITE_LIST), 'candor site 1\n- ../outside.txt\n');
    await siteOf(await storeOf({ spring: few }), ['spring'], folder);
    expect(readFileSync(outside, 'utf8')).toBe('kept');
  });
});
