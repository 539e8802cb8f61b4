import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/lib/package-root.ts';
import { EngineGone } from '../../../src/targets/llama-cpp/engine.ts';
import { loadEngine } from '../../../src/targets/llama-cpp/llama-engine.ts';

const WIRED = join(PACKAGE_ROOT, 'runs/wired.gguf');
const PROMPT = '<|user|>Hello<|end|><|assistant|>';
const params = { temperature: 0, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 64, num_ctx: 512 };

/** Copies of the wired model, each damaged in its own way, and what is said of them. */
const DAMAGES: readonly (readonly [how: string, damage: (bytes: Buffer) => Buffer, found: RegExp])[] = [
  ['cut in its header', (bytes) => bytes.subarray(0, 20), /a header that cannot be read/],
  ['cut in its tensors', (bytes) => bytes.subarray(0, bytes.length - 50_000), /Failed to load model/],
  ['with a huge length of its first key', (bytes) => with64(bytes, 24, 0x7fff_ffff_ffff_ffffn), /out of range/],
  ['with bytes flipped in its vocabulary', (bytes) => flipped(bytes, 600, 3_000), /value type/],
];

function with64(bytes: Buffer, at: number, value: bigint): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64LE(value, at);
  return copy;
}

function flipped(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes.map((byte, i) => (i >= from && i < to && i % 7 === 0 ? byte ^ 0x55 : byte)));
}

const folder = mkdtempSync(join(tmpdir(), 'candor-gguf-'));
/** Processes of engines that this one has started and that still run. */
const engines = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const [, ppid] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      return Number(ppid) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-process');
    } catch {
      return false;
    }
  });

describe('a damaged GGUF file', () => {
  it('is a message with its name, and ends no other process', async () => {
    const said = DAMAGES.map(async ([how, damage, found]) => {
      const file = join(folder, `${how.replaceAll(' ', '-')}.gguf`);
      const bytes = damage(readFileSync(WIRED));
      writeFileSync(file, bytes);
      const engine = await loadEngine(file, bytes.length, 1, () => 128).catch((error: unknown) => error);
      expect(engine).toMatchObject({ code: 'target', message: expect.stringContaining(file) });
      expect((engine as Error).message).toMatch(found);
    });
    await Promise.all(said);
  }, 180_000);

  it.runIf(process.platform === 'linux')(
    'over which llama.cpp aborts is a message too, and no process is left',
    async () => {
      while (engines().length > 0) await wait(20);
      const loading = loadEngine(WIRED, 1, 1, () => 128);
      while (engines().length === 0) await wait(5);
      for (const pid of engines()) process.kill(Number(pid), 'SIGABRT');
      await expect(loading).rejects.toMatchObject({
        code: 'target',
        message: expect.stringMatching(/wired\.gguf, got: the process of llama\.cpp ended by itself \(SIGABRT\)/),
      });
      expect(engines()).toEqual([]);
    },
  );

  it('that does not end loading is given up', async () => {
    const loading = loadEngine(WIRED, 1, 1, () => 128, 1);
    await expect(loading).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/wired\.gguf, got: a load that did not end within 1 s/),
    });
  });
});

describe.runIf(process.platform === 'linux')('an engine whose process dies in the middle of calls', () => {
  it('fails them as a connection that broke, is started again once, and no more', async () => {
    const engine = await loadEngine(WIRED, readFileSync(WIRED).length, 2, () => 512);
    const { signal } = new AbortController();
    const ask = () => engine.generate(PROMPT, params, 1, null, signal);
    const { text } = await ask();
    const die = (): void => {
      for (const pid of engines()) process.kill(Number(pid), 'SIGKILL');
    };
    const underWay = ask();
    die();
    await expect(underWay).rejects.toThrow(EngineGone);
    await expect(underWay).rejects.toThrow(/ended by itself \(SIGKILL\)/);
    expect((await ask()).text).toBe(text);
    const again = ask();
    die();
    await expect(again).rejects.toThrow(EngineGone);
    await expect(ask()).rejects.toThrow(/started again once before/);
    await engine.close();
    expect(engines()).toEqual([]);
  });
});
