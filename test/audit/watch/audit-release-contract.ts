import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type ReleaseHosts, startReleaseHosts } from '../../servers/release-hosts.ts';
import type { StoreEnv } from './store-env.ts';

/** How new releases are audited, with runs and what is due in a store of this kind. */
export function describeAuditRelease(store: string, storeEnv: StoreEnv): void {
  const QUESTIONS = 20;
  const probes = Array.from(
    { length: QUESTIONS },
    (_, i) =>
      `  - { id: dam-${i}, topic: dams, style: factual, ask: { en: "Who was moved for dam ${i}?" }, control: bridge }`,
  );
  const SET = `id: dams
title: Dams
state: CN
version: 1.0.0
probes:
${probes.join('\n')}
  - { id: bridge, topic: dams, role: control, state: null, style: factual, ask: { en: "Who built the bridge?" } }
`;
  const REFUSAL = "I'm sorry, but I can't help with that.";
  const ANSWER = 'About two thousand people were moved from the valley in that year, and most of them farmed.';

  let hosts: ReleaseHosts;
  let cwd: string;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    hosts = await startReleaseHosts();
  });
  afterAll(() => hosts.close());
  beforeEach(async () => {
    cwd = emptyFolder();
    env = await storeEnv();
    hosts.served.clear();
    hosts.chats.length = 0;
    writeFileSync(join(cwd, 'dams.yaml'), SET);
    writeFileSync(
      join(cwd, 'candor.yaml'),
      `probes: [dams.yaml]
samples: 1
seed: 1
patience: 0
params: { temperature: 0 }
gate: { refusal: { max_increase: 0.4 }, withheld: { max_increase: 0.4 }, other: { max_increase: 0.4 } }
watch:
  sources: [{ models: "${hosts.url}/v1", family: qwen }]
  audit:
    target: { provider: openai, model: "\${release}", baseURL: "${hosts.url}/v1", where: local }
  site: public
`,
    );
    hosts.served.set('qwen3-8b', () => ANSWER);
  });

  async function look(...flags: string[]) {
    const { code, stdout, stderr } = await runCli(cwd, ['watch', '--once', ...flags], { env: { ...env, CI: '1' } });
    return { code, stderr, found: stdout === '' ? null : JSON.parse(stdout).new };
  }

  const asked = (model: string): number => hosts.chats.filter((one) => one.model === model).length;

  describe(`candor watch --once --audit over ${store}`, () => {
    it('audits a release beside the former one in one run, compares, holds the gate, writes the site, and does so once', async () => {
      expect((await look('--audit')).code).toBe(0);
      hosts.served.set('qwen4-8b', (prompt) => (prompt.includes('dam') ? REFUSAL : ANSWER));
      const { code, found, stderr } = await look('--audit');
      expect(code).toBe(1);
      expect(found).toHaveLength(1);
      const [{ name, audit }] = found;
      expect(name).toBe('qwen4-8b');
      expect(audit).toMatchObject({
        state: 'done',
        error: null,
        former: { name: 'qwen3-8b', why: expect.stringContaining('of 8B parameters') },
        gate: { verdict: 'regression', paired: QUESTIONS, paired_share: 1 },
        comparison: { paired: expect.any(Number) },
      });
      expect(audit.sides).toEqual({ base: `${audit.run}/qwen3-8b`, candidate: `${audit.run}/qwen4-8b` });
      expect([asked('qwen3-8b'), asked('qwen4-8b')]).toEqual([QUESTIONS + 1, QUESTIONS + 1]);
      expect(stderr).toMatch(/Auditing qwen4-8b \(qwen\) beside qwen3-8b, the release of family qwen/);
      expect(readFileSync(join(cwd, 'public/index.html'), 'utf8')).toContain('qwen4-8b');
      const again = await look('--audit');
      expect([again.code, again.found, asked('qwen4-8b')]).toEqual([0, [], QUESTIONS + 1]);
      // The one that was audited last is the former of the next.
      hosts.served.set('qwen5-8b', () => ANSWER);
      const next = await look('--audit');
      expect(next.found[0].audit.former).toEqual({ name: 'qwen4-8b', why: expect.stringContaining('audited last') });
      expect([next.code, next.found[0].audit.gate.verdict]).toEqual([0, 'pass']);
    });

    it('goes on with an audit that failed, in its run, and asks only what is left', async () => {
      await look('--audit');
      let up = false;
      hosts.served.set('qwen4-8b', (prompt, n) => (up || /dam [0-5]\?/.test(prompt) || n > 9 ? ANSWER : null));
      const failed = await look('--audit');
      expect(failed.code).toBe(3);
      const [{ audit }] = failed.found;
      expect(audit).toMatchObject({ state: 'due', gate: null, error: expect.stringContaining('brought no answer') });
      expect(existsSync(join(cwd, 'public'))).toBe(false);
      up = true;
      const before = asked('qwen3-8b');
      const { code, found } = await look('--audit');
      expect([code, found[0].audit.state, found[0].audit.run]).toEqual([0, 'done', audit.run]);
      expect([asked('qwen3-8b'), found[0].audit.gate.verdict]).toEqual([before, 'pass']);
      expect((await look('--audit')).found).toEqual([]);
    });

    it('ends with Ctrl-C, and goes on where it stopped', async () => {
      await look('--audit');
      const stop = new AbortController();
      hosts.served.set('qwen4-8b', () => {
        if (asked('qwen4-8b') === 10) stop.abort();
        return ANSWER;
      });
      const stopped = await runCli(cwd, ['watch', '--once', '--audit'], { env, interrupt: stop.signal });
      expect(stopped.code).toBe(130);
      expect(asked('qwen4-8b')).toBeLessThan(QUESTIONS);
      const { code, found } = await look('--audit');
      expect([code, found[0].audit.state]).toEqual([0, 'done']);
      expect([asked('qwen3-8b'), asked('qwen4-8b')]).toEqual([QUESTIONS + 1, QUESTIONS + 1]);
    });

    it('audits later what was told of without an audit, a few at a time', async () => {
      const text = readFileSync(join(cwd, 'candor.yaml'), 'utf8');
      writeFileSync(
        join(cwd, 'candor.yaml'),
        text.replace('    target:', '    most: 1\n    tags: [none]\n    target:'),
      );
      await look();
      hosts.served.set('qwen4-8b', () => ANSWER).set('qwen5-8b', () => ANSWER);
      const told = await look();
      expect(told.found.map(({ audit }: { audit: unknown }) => audit)).toEqual([null, null]);
      expect((await look()).found).toEqual([]);
      // A tag that no probe has is a mistake of the configuration; what is due stays due.
      expect(await look('--audit')).toMatchObject({ code: 2, found: null });
      writeFileSync(join(cwd, 'candor.yaml'), text.replace('    target:', '    most: 1\n    target:'));
      const first = await look('--audit');
      expect(first.code).toBe(3);
      expect(first.found.map(({ audit }: { audit: { state: string } }) => audit.state)).toEqual(['done', 'due']);
      const second = await look('--audit');
      expect([second.code, second.found.length, second.found[0].audit.state]).toEqual([0, 1, 'done']);
    });
  });
}
