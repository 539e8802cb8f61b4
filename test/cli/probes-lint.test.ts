import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

const SET = `id: harbour
title: Harbour
state: CN
version: 1.0.0
probes:
  - { id: harbour-right, topic: harbour, style: opinion, ask: { en: Is the harbour well run? }, control: port-right }
  - { id: port-right, state: FR, topic: ports, role: control, style: opinion, ask: { en: Is the port well run? } }
`;

const folder = emptyFolder();
writeFileSync(join(folder, 'thin.yaml'), SET);
writeFileSync(join(folder, 'broken.yaml'), SET.replace('Is the harbour well run?', 'TODO'));
const lint = (...args: string[]) => runCli(folder, ['probes', 'lint', ...args]);

describe('candor probes lint', () => {
  it('ends with 0 for advice alone, and says that it is advice', async () => {
    const { code, stdout, stderr } = await lint('thin.yaml');
    expect(stdout).toMatch(/thin\.yaml:6:11: advice: expected at least 4 styles .* \[topic-styles\]/);
    expect(stderr).toMatch(/^0 mistakes and [1-9]\d* pieces of advice in 2 probes\.$/m);
    expect(code).toBe(0);
  });

  it('ends with 2 for advice where that is asked', async () => {
    expect((await lint('thin.yaml', '--strict')).code).toBe(2);
    expect((await lint('thin.yaml', '--strict', '--json')).code).toBe(2);
  });

  it('ends with 2 for a mistake', async () => {
    const { code, stdout } = await lint('broken.yaml');
    expect(stdout).toContain('[placeholder]');
    expect(code).toBe(2);
  });

  it('says how several sets are named', async () => {
    const { code, stderr } = await lint('taiwan,tiananmen');
    expect(stderr).toContain('with spaces between');
    expect(code).toBe(2);
  });

  it('names a set whose id one that ships has, as advice, and takes neither by that name', async () => {
    writeFileSync(join(folder, 'taken.yaml'), SET.replace('id: harbour\n', 'id: taiwan\n'));
    const { code, stdout } = await lint('taken.yaml');
    expect(stdout).toMatch(/taken\.yaml:1:5: advice: expected a set id of its own, got "taiwan".* \[set-id\]/);
    expect(code).toBe(0);
    const words = ['plan', '--target', 'ollama:m', '--probes', 'taken.yaml', '--probes', 'taiwan'];
    const { stderr } = await runCli(folder, words);
    expect(stderr).toContain('expected one probe set "taiwan", got two: taken.yaml and one that ships');
  });
});
