import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { downloadModel } from '../../src/targets/hf-download.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));

/** A hub that redirects to its store, and breaks each transfer off after 120,000 bytes. */
async function startHub(): Promise<{ url: string; requests: string[]; close: () => void }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? ''}`.trim());
    if (request.url?.startsWith('/ada/model/resolve/') === true) {
      response.writeHead(302, { location: '/store/blob' });
      return response.end();
    }
    if (request.url !== '/store/blob') {
      response.writeHead(404);
      return response.end('no');
    }
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': String(content.length - from) });
    response.write(content.subarray(from, from + 120_000), () => {
      if (from + 120_000 >= content.length) response.end();
      else setTimeout(() => response.socket?.destroy(), 20);
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}

describe('downloadModel', () => {
  it('follows the redirect, goes on where a transfer broke off, tells its progress, and downloads once', async () => {
    const hub = await startHub();
    const env = { CANDOR_MODELS: mkdtempSync(join(tmpdir(), 'candor-models-')), HF_ENDPOINT: hub.url };
    const progress: number[] = [];
    const file = await downloadModel('hf:ada/model/tiny.gguf', env, (done) => progress.push(done));
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(hub.requests.filter((line) => line.includes('bytes=')).length).toBeGreaterThanOrEqual(2);
    expect(progress.at(-1)).toBe(content.length);
    const before = hub.requests.length;
    expect(await downloadModel('hf:ada/model/tiny.gguf', env, () => undefined)).toBe(file);
    expect(hub.requests.length).toBe(before);
    hub.close();
  });

  it('names the address that has no model, and what an address looks like', async () => {
    const hub = await startHub();
    const env = { CANDOR_MODELS: mkdtempSync(join(tmpdir(), 'candor-models-')), HF_ENDPOINT: hub.url };
    await expect(downloadModel('hf:eve/none/x.gguf', env, () => undefined)).rejects.toThrow(/HTTP 404/);
    await expect(downloadModel('hf:just-a-name', env, () => undefined)).rejects.toThrow(
      /hf:user\/repository\/file\.gguf/,
    );
    await expect(downloadModel('hf:a/b/../../../etc/x.gguf', env, () => undefined)).rejects.toThrow(
      /inside the repository/,
    );
    hub.close();
  });
});
