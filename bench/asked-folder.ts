import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is asked of a local server: some questions, and how often and how fast. */
export interface Asked {
  readonly url: string;
  readonly questions: number;
  readonly samples: number;
  readonly concurrency: number;
}

/** Makes a folder with a set of neutral questions and a `candor.yaml` that asks them of a local server. */
export function askedFolder({ url, questions, samples, concurrency }: Asked): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-bench-'));
  const probes = Array.from(
    { length: questions },
    (_, i) => `  - { id: q-${i}, style: factual, role: neutral, ask: { en: "Question number ${i}?" } }`,
  );
  writeFileSync(
    join(folder, 'asked.yaml'),
    `id: asked\ntitle: Asked\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
  );
  const target = `{ id: local, provider: openai, model: m, baseURL: "${url}", concurrency: ${concurrency} }`;
  writeFileSync(
    join(folder, 'candor.yaml'),
    `targets: [${target}]\nprobes: [asked.yaml]\nlanguages: [en]\nsamples: ${samples}\nseed: 5\n`,
  );
  return folder;
}
