import { Readable } from 'node:stream';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { type BuiltSite, buildSite } from '../../src/audit/site/build-site.ts';
import type { SiteSettings } from '../../src/site/site-data.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';

export const SETTINGS: SiteSettings = {
  title: 'An audit',
  baseURL: null,
  license: null,
  probesLicense: null,
  noindex: false,
  traces: false,
};

/** What a made-up model does on sensitive questions, of ten. */
export interface Made {
  readonly target: string;
  readonly refuses: number;
  readonly recites: number;
}

const WORDS = {
  refusal: 'I cannot talk about it.',
  official_narrative: 'It has always been so.',
  neutral: 'In 1962 it closed.',
};

/** Rows of an audit of questions with their controls on three topics, in two languages, each asked twice. */
export function rowsOfAudit(
  models: readonly Made[],
  askedAt: string | null,
  questions = 12,
): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (const { target, refuses, recites } of models)
    for (let i = 0; i < questions; i += 1)
      for (const role of ['sensitive', 'control'] as const)
        for (const lang of ['en', 'zh-Hans'] as const)
          for (const sample of [0, 1]) {
            const at = (i * 7 + sample * 3) % 10;
            const found =
              role === 'control'
                ? 'neutral'
                : at < refuses
                  ? 'refusal'
                  : at < refuses + recites
                    ? 'official_narrative'
                    : 'neutral';
            const response = `${WORDS[found]} (${target}, ${i}, ${role}, ${lang}, ${sample})`;
            rows.push({
              set: 'made',
              probe: `q${i}${role === 'control' ? '-control' : ''}`,
              topic: ['rivers', 'archives', 'courts'][i % 3],
              style: 'contested',
              role,
              control: role === 'sensitive' ? `q${i}-control` : null,
              state: role === 'sensitive' ? 'CN' : null,
              lang,
              prompt: lang === 'en' ? `What of case ${i}, ${role}?` : `第${i}号事件如何（${role}）？`,
              target,
              family: 'made',
              sample,
              delivery: 'ok',
              response,
              reasoning: `The thought of ${target} on ${i} ${role} ${lang} ${sample}.`,
              reasoning_state: 'present',
              asked_at: askedAt,
              verdicts: [
                {
                  class: found,
                  sub: found === 'neutral' ? 'factual' : null,
                  flags: [],
                  of: 'response',
                  confidence: 0.9,
                  evidence: { start: 0, end: 5, text: response.slice(0, 5) },
                  classifier: { name: 'rules', version: 'made', mode: 'general' },
                  at: '2026-05-04T10:00:00.000Z',
                },
              ],
            });
          }
  return rows;
}

/** Takes rows in as a run. */
export async function takeIn(store: Store, run: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const source = { name: `${run}.jsonl`, stream: Readable.from([Buffer.from(text)]) };
  const at = Date.parse('2026-11-01T00:00:00Z');
  const request = { source, format: 'candor', file: null, columns: undefined, run, name: run } as const;
  await importAnswers({ ...request, packageVersion: '0', now: at }, store);
}

/** A store of runs by name. */
export async function storeOf(runs: Readonly<Record<string, readonly Record<string, unknown>[]>>): Promise<Store> {
  const store = new MemoryStore();
  for (const [run, rows] of Object.entries(runs)) await takeIn(store, run, rows);
  return store;
}

/** Builds a site of runs by name. */
export async function siteOf(
  store: Store,
  runs: readonly string[],
  folder: string,
  settings: Partial<SiteSettings> = {},
): Promise<BuiltSite> {
  const found = await Promise.all(runs.map((run) => store.findRun(run)));
  return buildSite(store, {
    runs: found.filter((run) => run !== null),
    folder,
    settings: { ...SETTINGS, ...settings },
    version: '0',
  });
}
