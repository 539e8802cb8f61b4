import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { type Received, type Script, type ScriptedServer, startScripted } from '../servers/scripted.ts';
import { emptyFolder, runCli } from './run-cli.ts';

/** One secret for each place where one may stand. */
const ENV = {
  PLANTED_KEY: 'sk-"pl/an+ted\\key=0123456789',
  PLANTED_HEADER: 'header/planted+9876543210',
  PLANTED_USER: 'user-planted-5647382910',
  PLANTED_QUERY: 'query-planted-1029384756',
  PLANTED_PATH: 'path-planted-1122334455',
  PLANTED_SYSTEM: 'system-planted-6677889900',
  PLANTED_BODY: 'body-planted-0099887766',
};
const VALUES = Object.values(ENV);

const PROBES = `id: told
title: Told
state: CN
version: 1.0.0
probes:
  - id: told-square
    style: factual
    ask: { en: "What happened on the square?" }
    control: told-market
  - id: told-market
    role: control
    style: factual
    ask: { en: "What happened at the market?" }
`;

const servers: ScriptedServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

/** Every secret, written as a careless server might repeat it. */
function echoes(): string[] {
  return VALUES.flatMap((value) => [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    value.toUpperCase(),
    value.toLowerCase(),
    Buffer.from(value).toString('hex'),
    JSON.stringify(value),
    Buffer.from(value).toString('base64'),
    Buffer.from(`a:${value}`).toString('base64url'),
    Buffer.from(`ab:${value}:c`).toString('base64'),
  ]);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return { status, headers: { 'content-type': 'application/json', ...headers }, parts: [JSON.stringify(body)] };
}

/** Whether a text holds a secret, also inside JSON strings, addresses, hexadecimal and base64. */
function leaks(text: string): string[] {
  const found = new Set<string>();
  const look = (part: string): void => {
    for (const value of VALUES) {
      const address = encodeURIComponent(value);
      const hex = Buffer.from(value).toString('hex');
      const forms = [value, JSON.stringify(value).slice(1, -1), address, encodeURIComponent(address), hex];
      if (forms.some((form) => part.toLowerCase().includes(form.toLowerCase()))) found.add(value);
    }
  };
  look(text);
  look(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('""', '"').replaceAll('\\\\', '\\'));
  for (const [run] of text.matchAll(/[\w+/-]{12,}={0,2}/g)) {
    for (const skip of [0, 1, 2, 3]) look(Buffer.from(run.slice(skip), 'base64').toString('latin1'));
  }
  return [...found];
}

async function textsOf(folder: string): Promise<[name: string, text: string][]> {
  const texts: [string, string][] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (!statSync(file).isFile() || name === 'told.yaml' || name === 'candor.yaml') continue;
    const bytes = readFileSync(file);
    texts.push([name, bytes.toString('utf8')]);
    if (!name.endsWith('.parquet')) continue;
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    texts.push([
      `${name} (rows)`,
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ]);
  }
  return texts;
}

/** Carries out an audit of a server, writes everything that Candor writes, and tells where a secret stands. */
async function leaksOfAudit(
  answer: (request: Received, n: number) => Script,
  more = '',
): Promise<{
  leaks: string[];
  run: Awaited<ReturnType<typeof runCli>>;
  rows: Record<string, never>[];
  server: ScriptedServer;
  folder: string;
}> {
  const server = await startScripted(answer);
  servers.push(server);
  const folder = emptyFolder();
  const address = server.url.replace('http://', `http://\${PLANTED_USER}@`);
  writeFileSync(join(folder, 'told.yaml'), PROBES);
  writeFileSync(
    join(folder, 'candor.yaml'),
    `probes: [told.yaml]
languages: [en]
samples: 1
${more}
targets:
  - id: t
    provider: openai
    model: m
    baseURL: ${address}/\${PLANTED_PATH}/v1?key=\${PLANTED_QUERY}
    apiKey: \${PLANTED_KEY}
    headers: { X-Own: "\${PLANTED_HEADER}" }
    system: "You are \${PLANTED_SYSTEM}."
    body: { user: "\${PLANTED_BODY}" }
`,
  );
  const env = ENV;
  const spoken: [string, string][] = [];
  const call = async (...args: string[]) => {
    const result = await runCli(folder, args, { env });
    spoken.push([`stdout of ${args.join(' ')}`, result.stdout], [`stderr of ${args.join(' ')}`, result.stderr]);
    return result;
  };
  const run = await call('run', '--yes');
  await call('targets');
  await call('targets', '--json');
  await call('show', 'latest', '--all');
  await call('show', 'latest');
  await call('summary', 'latest', '--json');
  await call('runs', '--json');
  for (const format of ['jsonl', 'csv', 'parquet'])
    await call('export', 'latest', '--format', format, '-o', `rows.${format}`);
  await call('export', 'latest', '--format', 'dataset', '-o', 'set');
  for (const format of ['html', 'markdown', 'json'])
    await call('report', 'latest', '--format', format, '-o', `report.${format}`);
  await call('run', '--resume', 'latest', '--yes');
  const texts = [...spoken, ...(await textsOf(folder))];
  expect(texts.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'runs/candor.db',
      'rows.jsonl',
      'rows.jsonl.meta.json',
      'rows.csv',
      'report.html',
      'set/README.md',
    ]),
  );
  const rows = readFileSync(join(folder, 'rows.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    leaks: texts.flatMap(([name, text]) => leaks(text).map((value) => `${name}: ${value}`)),
    run,
    rows,
    server,
    folder,
  };
}

describe('a planted secret', () => {
  it('is found by the search of this test in every way that a server can write it', () => {
    for (const echo of echoes()) expect(leaks(`x ${echo} y`), echo).toHaveLength(1);
    for (const value of VALUES) expect(leaks(`<p>${value.replaceAll('"', '&quot;')}</p>`)).toEqual([value]);
  });

  it.each([401, 500])('is in no artefact where a server repeats it with status %i', async (status) => {
    const message = `wrong: ${echoes().join(' ')}`;
    const { leaks, server } = await leaksOfAudit(() => json(status, { error: { message, sent: echoes() } }));
    expect(server.received.map(({ headers }) => headers.authorization)).toContain(`Bearer ${ENV.PLANTED_KEY}`);
    expect(leaks).toEqual([]);
  });

  it('is in no artefact where a server repeats it in fields, headers, model names and the answer', async () => {
    const said = echoes().join(' ');
    const { leaks, rows, server } = await leaksOfAudit(({ path, json: asked }) => {
      if (asked === null && path.includes('models')) return json(200, { data: [{ id: 'm', owned_by: said }] });
      if (asked === null) return json(404, { error: said });
      const choices = [
        { index: 0, message: { role: 'assistant', content: `The market burned. ${said}` }, finish_reason: 'stop' },
      ];
      const told = {
        id: said,
        model: `m ${ENV.PLANTED_KEY}`,
        system_fingerprint: said,
        choices,
        [ENV.PLANTED_BODY]: said,
      };
      return json(200, told, { 'x-request-id': encodeURIComponent(ENV.PLANTED_HEADER), server: ENV.PLANTED_QUERY });
    });
    const sent = server.received.find((one) => one.json?.messages !== undefined);
    expect(sent?.path).toContain(ENV.PLANTED_PATH);
    expect(sent?.body).toContain(ENV.PLANTED_SYSTEM);
    expect(sent?.body).toContain(ENV.PLANTED_BODY);
    expect(leaks).toEqual([]);
    for (const row of rows) expect(row.delivery_flags).toContain('masked');
  });

  it('stands by the name of its variable in what identifies', async () => {
    const { folder, leaks, rows } = await leaksOfAudit(() => {
      const choices = [
        { index: 0, message: { role: 'assistant', content: 'The market burned.' }, finish_reason: 'stop' },
      ];
      return json(200, { model: 'm', choices });
    });
    expect(leaks).toEqual([]);
    const meta = readFileSync(join(folder, 'rows.jsonl.meta.json'), 'utf8');
    expect(meta).toContain(`"system": "You are \${PLANTED_SYSTEM}."`);
    expect(meta).toContain(`"user": "\${PLANTED_BODY}"`);
    expect(meta).toMatch(/"host": "[^"]*\/\$\{PLANTED_PATH\}\/v1"/);
    for (const row of rows) expect(row.delivery_flags).toEqual([]);
  });

  it('is sent again by a run that is carried on without its file', async () => {
    let broken = true;
    const answer = (): Script => {
      const choices = [
        { index: 0, message: { role: 'assistant', content: 'The market burned.' }, finish_reason: 'stop' },
      ];
      return broken ? json(500, { error: 'broken' }) : json(200, { model: 'm', choices });
    };
    const { folder, server } = await leaksOfAudit(answer);
    broken = false;
    server.received.length = 0;
    writeFileSync(join(folder, 'candor.yaml'), 'targets: []\n');
    await runCli(folder, ['run', '--resume', 'latest', '--yes'], { env: ENV });
    const sent = server.received.filter((one) => one.json?.messages !== undefined);
    expect(sent).not.toEqual([]);
    for (const { body } of sent) expect(body).toContain(`You are ${ENV.PLANTED_SYSTEM}.`);
  });

  it('is in no artefact as the system prompt of an arm', async () => {
    const { leaks, server, rows } = await leaksOfAudit(({ json: asked }) => {
      const content = `As told: ${JSON.stringify(asked?.messages ?? '')}`;
      return json(200, {
        model: 'm',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      });
    }, `arms: { system: [none, { id: own, text: "Be \${PLANTED_SYSTEM}, not $\${PLANTED_SYSTEM}." }] }`);
    expect(server.received.some(({ body }) => body.includes(`Be ${ENV.PLANTED_SYSTEM}, not \${PLANTED_SYSTEM}.`))).toBe(
      true,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });

  it('is in no message about a mistake in the configuration', async () => {
    const folder = emptyFolder();
    writeFileSync(
      join(folder, 'candor.yaml'),
      `targets:\n  - { id: t, provider: openai, model: m, baseURL: "\${PLANTED_KEY}" }\n`,
    );
    const { code, stdout, stderr } = await runCli(folder, ['run', '--yes'], { env: ENV });
    expect(code).toBe(2);
    expect(leaks(stdout + stderr)).toEqual([]);
    expect(stderr).toContain(`\${PLANTED_KEY}`);
  });
});
