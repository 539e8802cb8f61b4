import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const DEPTH = 20_000;
const whole = JSON.stringify({
  choices: [{ index: 0, message: { role: 'assistant', content: 'The square was cleared.' }, finish_reason: 'stop' }],
});
const deep = (inside: string) => `${'['.repeat(DEPTH)}${inside}${']'.repeat(DEPTH)}`;
const BODIES: Readonly<Record<string, string>> = {
  choices: `{"choices":${deep('{}')}}`,
  beside: `${whole.slice(0, -1)},"extra":${deep('1')}}`,
  objects: `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
  error: `{"error":${deep('"x"')}}`,
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json');
    const [, kind = ''] = request.url?.split('/') ?? [];
    if (request.method === 'GET') return response.end('{"object":"list","data":[{"id":"m","object":"model"}]}');
    return response.end(BODIES[kind]);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('an answer that is nested deeper than it can be read', () => {
  it.each(Object.keys(BODIES))('is a failed call and no opinion (%s)', async (kind) => {
    const folder = emptyFolder();
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      join(folder, 'n.yaml'),
      'id: n\ntitle: N\nstate: CN\nversion: 1.0.0\nprobes:\n  - { id: n-1, style: factual, role: neutral, ask: { en: "What happened?" } }\n',
    );
    const target = `openai:m@http://127.0.0.1:${port}/${kind}/v1`;
    const ran = await runCli(folder, [
      'run',
      '--target',
      target,
      '--probes',
      'n.yaml',
      '--samples',
      '1',
      '--name',
      'nested',
      '--lang',
      'en',
    ]);
    expect([ran.code, ran.stderr]).toEqual([3, expect.not.stringContaining('call stack')]);
    const [row] = (await runCli(folder, ['export', 'nested'])).stdout.trim().split('\n');
    expect(JSON.parse(row ?? '{}')).toMatchObject({ delivery: 'error', verdicts: [] });
  });
});
