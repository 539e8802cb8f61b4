import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const PROBES = Array.from({ length: 12 }, (_, n) => {
  const origin = n < 6 ? '' : 'origin: chapters, ';
  return `  - { id: q-${n}, ${origin}style: factual, control: c-${n}, ask: { en: "What happened at mill ${n}.?" } }
  - { id: c-${n}, role: control, state: null, style: factual, ask: { en: "What happened at bridge ${n}.?" } }`;
});
let chats: SimpleChat[];
const folder = emptyFolder();
const cli = (...args: string[]) => runCli(folder, args);

beforeAll(async () => {
  // The n-th model refuses n hand-written questions, and one more of the drawn ones.
  chats = await Promise.all(
    [0, 1, 2, 3, 4].map((refuses) =>
      startSimpleChat((prompt) => {
        const n = Number(/mill (\d+)\./.exec(prompt)?.[1] ?? 99);
        const refused = n < 6 ? n < refuses : n - 6 < refuses + 1;
        return refused ? "I'm sorry, but I can't discuss that." : 'In May the mill burned, and forty people died.';
      }),
    ),
  );
  writeFileSync(
    join(folder, 'set.yaml'),
    `id: set\ntitle: Set\nstate: CN\nversion: 1.0.0\nprobes:\n${PROBES.join('\n')}\n`,
  );
  const targets = chats.map(({ url }, i) => `  - { id: m${i}, provider: openai, model: m, baseURL: "${url}" }`);
  writeFileSync(join(folder, 'candor.yaml'), `probes: [set.yaml]\nsamples: 1\ntargets:\n${targets.join('\n')}\n`);
  expect((await cli('run', '--name', 'both')).code).toBe(0);
});
afterAll(async () => {
  for (const chat of chats) await chat.close();
});

describe('candor summary --by origin', () => {
  it('gives both origins apart with the controls of each, and how alike they rank the models', async () => {
    const { divided, originRanks } = JSON.parse((await cli('summary', 'both', '--by', 'origin', '--json')).stdout);
    const of = (level: string) =>
      divided
        .find((part: { level: string }) => part.level === level)
        .contrasts.filter(
          (one: { class: string; lang: string | null; topic: string | null }) =>
            one.class === 'refusal' && one.lang === 'en' && one.topic === null,
        )
        .map(({ pairs, diff }: { pairs: number; diff: number }) => [pairs, Math.round(diff * 6)]);
    expect(of('origin=hand-written')).toEqual([0, 1, 2, 3, 4].map((n) => [6, n]));
    expect(of('origin=chapters')).toEqual([1, 2, 3, 4, 5].map((n) => [6, n]));
    expect(originRanks[0]).toMatchObject({
      class: 'refusal',
      origin: 'chapters',
      models: 5,
      spearman: { r: 1 },
      kendall: { r: 1 },
    });
    const { stdout } = await cli('summary', 'both', '--by', 'origin');
    expect(stdout).toContain('origin=chapters');
    expect(stdout).toContain('Ranks against hand-written');
    for (const flags of [['--format', 'md'], []]) {
      const report = (await cli('report', 'both', ...flags)).stdout;
      expect(report).toContain(
        'Hand-written questions and chapters, English, refusal: they rank 5 models with Spearman 1.00',
      );
      expect(report).toContain('(6 pairs)');
    }
    const few = (await cli('summary', 'both/m1', '--by', 'origin')).stdout;
    expect(few).toContain('too few models');
    for (const text of [stdout, few])
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
