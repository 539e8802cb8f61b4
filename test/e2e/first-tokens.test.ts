import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { emptyFolder, runCli } from './run-cli.ts';

describe('first tokens', () => {
  it('are stored, exported and summed up, with the probability to which the model was wired', async () => {
    const folder = emptyFolder();
    const model = join(PACKAGE_ROOT, 'runs/wired.gguf');
    const params = '{ temperature: 0, max_tokens: 32, num_ctx: 512 }';
    writeFileSync(
      join(folder, 'candor.yaml'),
      `probes: [demo]\nlanguages: [en]\nsamples: 1\ntargets: [{ id: wired, provider: llama-cpp, model: "${model}", logprobs: 5, params: ${params} }]\n`,
    );
    const run = await runCli(folder, ['run', '--json']);
    expect(run.code).toBe(0);
    const { summary } = JSON.parse(run.stdout) as { summary: { firstTokens: { role: string; lo: number }[] } };
    const rows = (await runCli(folder, ['export', 'latest'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { prompt: string; first_tokens: { token: string; logprob: number }[] });
    const coin = rows.find(({ prompt }) => prompt.includes('Xinjiang'));
    expect(coin?.first_tokens[0]?.token).toBe('I am');
    expect(Math.exp(coin?.first_tokens[0]?.logprob ?? 0)).toBeCloseTo(0.7, 3);
    expect(summary.firstTokens.map(({ role }) => role).sort()).toContain('sensitive');
    const text = (await runCli(folder, ['summary', 'latest'])).stdout;
    expect(text).toMatch(/refusing openings/);
  });
});
