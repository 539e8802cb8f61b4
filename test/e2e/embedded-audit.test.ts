import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowSchema } from '../../src/formats/row.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { loadProbeSets } from '../../src/probes/load-probe-set.ts';
import { variantsOf } from '../../src/probes/variant.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const recording = readFileSync(join(PACKAGE_ROOT, 'runs/sample.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => rowSchema.parse(JSON.parse(line)));
const recordedTargets = ['qwen2.5-coder-0.5b', 'qwen2.5-coder-0.5b-no-system'];

describe('the shipped recording', () => {
  it('answers every question of the demo set in English and Simplified Chinese, five times, for both targets', async () => {
    const [demo] = await loadProbeSets([join(PACKAGE_ROOT, 'probes/demo.yaml')]);
    const wanted = (demo?.probes ?? [])
      .flatMap((probe) => variantsOf(probe, ['en', 'zh-Hans']))
      .flatMap(({ hash }) =>
        recordedTargets.flatMap((target) => [0, 1, 2, 3, 4].map((sample) => `${hash} ${target} ${sample}`)),
      );
    const has = recording.map(({ variant, target, sample }) => `${variant} ${target} ${sample}`);
    expect(has.toSorted()).toEqual(wanted.toSorted());
  });

  it('names the identity of both targets, with digest, template and system prompt', () => {
    const meta = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'runs/sample.jsonl.meta.json'), 'utf8'));
    const systems = recordedTargets.map((target) => {
      const row = recording.find((one) => one.target === target);
      const identity = meta.identities[row?.identity ?? ''];
      expect(identity).toMatchObject({
        kind: 'llama-cpp',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        quantization: 'Q4_K_M',
      });
      return [identity.system, identity.systemSource];
    });
    expect(systems).toEqual([
      [expect.stringContaining('You are Qwen'), 'template'],
      ['', 'config'],
    ]);
  });
});

describe('candor run without a configuration', () => {
  it('carries out the embedded audit: the recording replayed and the wired model really run', async () => {
    const folder = emptyFolder();
    const { code, stdout, stderr } = await runCli(folder, ['run', '--samples', '2']);
    expect(code).toBe(0);
    expect(stderr).toContain('No finding about Qwen');
    expect(stderr).toContain('candor run --target');
    expect(stdout).toContain('Official narrative');
    const rows = (await runCli(folder, ['export', 'latest/wired'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(92);
    const refused = rows.filter(({ prompt }) => /Tiananmen|天安门|六四/.test(prompt));
    expect(
      refused.every(({ verdicts, reasoning_state }) => verdicts[0].class === 'refusal' && reasoning_state === 'empty'),
    ).toBe(true);
    const recited = rows.filter(({ prompt }) => /Taiwan|台湾/.test(prompt));
    expect(recited.every(({ verdicts }) => verdicts[0].class === 'official_narrative')).toBe(true);
    expect(recited[0].verdicts[0].evidence.text).not.toBe('');
    const replayed = (await runCli(folder, ['export', 'latest/qwen2.5-coder-0.5b'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const row of replayed) {
      const original = recording.find(
        ({ variant, target, sample }) => variant === row.variant && target === row.target && sample === row.sample,
      );
      expect(row.response).toBe(original?.response);
      expect(row.delivery).toBe(original?.delivery);
    }
  });

  it('fits 80 columns', async () => {
    const { stdout } = await runCli(emptyFolder(), ['run', '--samples', '1']);
    const tooLong = stdout.split('\n').filter((line) => [...line].length > 80);
    expect(tooLong).toEqual([]);
  });
});

describe('candor targets without a candor.yaml', () => {
  it('says on the standard error that its targets are those of the embedded audit', async () => {
    const note = 'No candor.yaml here and no --target: these are the targets of the embedded audit.';
    const { stdout, stderr } = await runCli(emptyFolder(), ['targets', '--json']);
    expect(stderr).toContain(note);
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toContain('qwen2.5-coder-0.5b');
    const given = ['targets', '--target', `recording:${join(PACKAGE_ROOT, 'runs/sample.jsonl')}#qwen2.5-coder-0.5b`];
    expect((await runCli(emptyFolder(), given)).stderr).not.toContain('embedded');
  });
});
