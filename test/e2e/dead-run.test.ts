import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

it('the reports of a run without an answer say why none came', async () => {
  const cwd = emptyFolder();
  const server = await startSimpleChat(() => 401);
  const target = `{ id: m, family: none, provider: openai, baseURL: "${server.url}", model: m }`;
  writeFileSync(join(cwd, 'candor.yaml'), `probes: [taiwan]\nlanguages: [en]\nsamples: 1\ntargets:\n  - ${target}\n`);
  expect(await runCli(cwd, ['run', '--name', 'dead', '--yes'])).toMatchObject({ code: 3 });
  await server.close();
  const written = async (format: string, file: string) => {
    await runCli(cwd, ['report', 'dead', '--format', format, '-o', file]);
    return readFileSync(join(cwd, file), 'utf8');
  };
  expect(await written('md', 'dead.md')).toMatch(/^- no answer, m: \d+ × .*401/m);
  const page = await written('html', 'dead.html');
  const [, told = ''] = /Why no answer came:(.{0,300})/s.exec(page) ?? [];
  // The cause comes before those that were not asked for it.
  expect(told).toMatch(
    /<ul><li>m: 1 × HTTP 401: as told[^<]*<\/li><li>m: \d+ × not asked, since the target was given up/,
  );
  // The one call that was made may have held a control.
  expect(page).toMatch(
    /brought no answer to a sensitive question: the one call with one failed|was asked no sensitive question/,
  );
  expect(page).not.toContain('all sure');
  expect(page).not.toContain('mistakes are in the figures: ');
  expect((await runCli(cwd, ['show', 'dead'])).stdout).not.toContain('the answer names no model');
  const { stdout, stderr } = await runCli(cwd, ['site', 'dead', '-o', 'pages']);
  expect(`${stdout}${stderr}`).toMatch(/; 0 answers and \d+ calls? without one\. /);
});
