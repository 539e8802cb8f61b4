import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTarget } from '../../src/targets/create-target.ts';
import { askOf, specOf } from './spec.ts';

function recordingFile(targets: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-recording-')), 'rows.jsonl');
  const rows = targets.flatMap((target) => [
    {
      probe: 'p',
      variant: 'v',
      lang: 'en',
      prompt: 'Why?',
      target,
      sample: 0,
      delivery: 'ok',
      finish: 'stop',
      response: `${target} says`,
      identity: 'i',
    },
    {
      probe: 'p',
      variant: 'v',
      lang: 'en',
      prompt: 'Why?',
      target,
      sample: 1,
      delivery: 'provider_filter',
      side: 'output',
      response: 'half',
      identity: 'i',
    },
  ]);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(
    `${file}.meta.json`,
    JSON.stringify({ identities: { i: { kind: 'ollama', model: 'x', digest: 'd1', template: 't' } } }),
  );
  return file;
}

const open = (file: string, model = ''): ReturnType<typeof createTarget> =>
  createTarget(specOf({ provider: 'recording', file, model }), { env: {} });

describe('a recording', () => {
  it('answers by wording and sample, with the delivery that was recorded', async () => {
    const target = await open(recordingFile(['a', 'b']), 'b');
    const ask = (sample: number): ReturnType<typeof target.ask> =>
      target.ask(askOf('Why?', { key: { variant: 'v', sample } }));
    expect(await ask(0)).toMatchObject({ text: 'b says', failure: null, recorded: { delivery: 'ok' } });
    expect(await ask(1)).toMatchObject({ text: 'half', recorded: { delivery: 'provider_filter', side: 'output' } });
    expect((await ask(2)).failure).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('sample 3'),
    });
    await target.close();
  });

  it('has the identity of what was recorded, and says that it is a recording', async () => {
    const { identity } = await (await open(recordingFile(['a']))).identify(new AbortController().signal);
    expect(identity).toMatchObject({ kind: 'recording', digest: 'd1', details: { recording: { kind: 'ollama' } } });
  });

  it('lists its targets where none or a wrong one is named', async () => {
    const file = recordingFile(['a', 'b']);
    await expect(open(file)).rejects.toThrow(/it has a, b/);
    await expect(open(file, 'c')).rejects.toThrow(/got "c"/);
  });
});
