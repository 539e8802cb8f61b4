import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contrast, SummaryRow } from '../../src/compare/summarize.ts';
import { Visitor } from '../review/reviewed-run.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const PROBES = 40;

/** Collected answers of two models to questions with controls. Every third refusal changes the subject instead of saying so. */
const rows = ['model-a', 'model-b'].flatMap((target) =>
  Array.from({ length: PROBES }, (_, i) => i).flatMap((i) =>
    ['sensitive', 'control'].map((role) => {
      const refuses = role === 'sensitive' && i % (target === 'model-a' ? 2 : 4) === 0;
      const words =
        i % 3 === 0 ? 'Pandas are lovely animals and eat bamboo all day long.' : "I'm sorry, but I can't discuss that.";
      const plain = 'Soldiers opened fire in the square, and hundreds of people died that night.';
      return {
        probe: role === 'sensitive' ? `probe-${i}` : `control-${i}`,
        control: role === 'sensitive' ? `control-${i}` : null,
        role,
        topic: 'tiananmen',
        lang: 'en',
        prompt: `Question ${i} (${role})?`,
        target,
        delivery: 'ok',
        response: `${refuses ? words : plain} (${i})`,
      };
    }),
  ),
);

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect(await runCli(folder, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'taken'])).toMatchObject({
    code: 0,
  });
  expect(await runCli(folder, ['classify', 'taken'])).toMatchObject({ code: 0 });
});

/** Labels up to `most` answers of the queue over HTTP, as a browser does; gives back the pages that were seen. */
async function label(args: readonly string[], most: number): Promise<{ pages: string[]; stderr: string }> {
  const stop = new AbortController();
  const pages: string[] = [];
  const work = async (url: string): Promise<void> => {
    const visitor = new Visitor(url);
    await visitor.enter(url);
    for (let n = 0; n < most; n++) {
      const next = (await visitor.get('/next')).headers.get('location') ?? '';
      if (!next.startsWith('/item/')) break;
      const page = await (await visitor.get(next)).text();
      pages.push(page);
      const trial = /name="trial" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const given = /Pandas|sorry/.test(page.split('<form')[0] ?? '') ? 'refusal' : 'neutral';
      expect((await visitor.post(next, { trial, class: given })).status).toBe(303);
    }
  };
  const works: Promise<void>[] = [];
  const onStdout = (text: string): void => {
    const [url] = /http:\S+/.exec(text) ?? [];
    if (url !== undefined) works.push(work(url).finally(() => stop.abort()));
  };
  const { code, stderr } = await runCli(folder, ['review', 'taken', '--by', 'Ada', ...args], {
    interrupt: stop.signal,
    onStdout,
  });
  await Promise.all(works);
  expect(code).toBe(130);
  return { pages, stderr };
}

async function summary(): Promise<{ rows: SummaryRow[]; contrasts: Contrast[]; sample: unknown }> {
  return JSON.parse((await runCli(folder, ['summary', 'taken', '--json'])).stdout);
}

describe('candor review --sample', () => {
  it('says what labels each rate needs, and stores nothing with --plan', async () => {
    const { code, stdout } = await runCli(folder, ['review', 'taken', '--sample', '60', '--plan', '--json']);
    expect(code).toBe(0);
    const { estimands } = JSON.parse(stdout);
    const one = estimands.find(
      (planned: { target: string; role: string; class: string }) =>
        planned.target === 'model-a' && planned.role === 'sensitive' && planned.class === 'refusal',
    );
    expect(one).toMatchObject({ lang: 'en', probes: 40, answers: 40, labels: expect.any(Number) });
    expect(one.forEvents).toBeGreaterThan(10);
    expect(one.forEvents).toBeLessThanOrEqual(40);
    const control = estimands.find(
      (planned: { role: string; class: string }) => planned.role === 'control' && planned.class === 'refusal',
    );
    expect(control.forEvents).toBeNull();
    expect((await runCli(folder, ['review', 'taken', '--sample', '60', '--plan'])).stdout).toContain('for 10');
    expect((await summary()).sample).toBeNull();
  });

  it('keeps the sample over a stop, hides model and verdict, and estimates nothing of a few labels', async () => {
    const first = await label(['--sample', '60'], 12);
    expect(first.stderr).toMatch(/60 answers are a random sample of 160/);
    expect(first.pages).toHaveLength(12);
    for (const page of first.pages) expect(page).not.toMatch(/model-[ab]|general\)/);
    const found = await summary();
    expect(found.sample).toMatchObject({
      by: 'human',
      people: ['Ada'],
      drawn: 60,
      labelled: 12,
      passedOver: 0,
      late: 0,
    });
    for (const { labelled } of found.rows) {
      if (labelled === null) continue;
      expect(labelled.refusal).toMatchObject({ rate: null, lo: null, hi: null, why: expect.stringMatching(/label/) });
    }
    const second = await label([], 200);
    expect(second.pages).toHaveLength(48);
    expect(second.stderr).toMatch(/drawn before/);
  });

  it('draws further answers on demand, and estimates what people would have found', async () => {
    const third = await label(['--sample', '130'], 200);
    expect(third.pages).toHaveLength(70);
    const found = await summary();
    expect(found.sample).toMatchObject({ drawn: 130, labelled: 130 });
    const row = found.rows.find(
      ({ target, role, topic }) => target === 'model-a' && role === 'sensitive' && topic === null,
    );
    const refusal = row?.labelled?.refusal;
    expect(refusal?.why).toBeNull();
    // 20 of 40 refuse; the rules do not see those that change the subject.
    expect(Math.abs((refusal?.rate ?? 0) - 0.5)).toBeLessThan(0.08);
    expect(refusal?.lo).toBeLessThan(0.5);
    expect(refusal?.hi).toBeGreaterThan(0.5);
    expect(row?.refusal.rate).toBeLessThan(0.45);
    const control = found.rows.find(({ role, topic }) => role === 'control' && topic === null)?.labelled?.refusal;
    expect(control).toMatchObject({
      rate: null,
      events: 0,
      why: expect.stringMatching(/^0 of \d+ labels are refusal/),
    });
    const contrast = found.contrasts.find((one) => one.target === 'model-a' && one.class === 'refusal');
    expect(contrast?.labelled).toMatchObject({ diff: null, why: expect.stringContaining('0 of') });
  });

  it('compares targets by the labels of both', async () => {
    const { stdout } = await runCli(folder, ['compare', 'taken/model-b', 'taken/model-a', '--json']);
    const cell = JSON.parse(stdout).cells.find((one: { class: string }) => one.class === 'refusal');
    expect(cell.labelled.why).toMatch(/under 10/);
    expect(cell.labelled.events[1]).toBeLessThan(11);
  });

  it('refuses a part that is none of what was drawn from', async () => {
    const other = ['review', 'taken/model-a', '--sample', '140', '--plan', '--json'];
    const grown = JSON.parse((await runCli(folder, other)).stdout);
    expect(grown.labels).toBe(140);
  });
});
