import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineOf, sideOfBaseline } from '../../../src/audit/compare/baseline-file.ts';
import { compareSides } from '../../../src/audit/compare/compare-runs.ts';
import { gateSides } from '../../../src/audit/compare/gate-runs.ts';
import { sideOfExport } from '../../../src/audit/compare/gate-sides.ts';
import { exportToFile } from '../../../src/audit/read/export-run.ts';
import { resolveSide } from '../../../src/audit/read/resolve-side.ts';
import { type Collecting, startCollecting, storeCollected } from '../../../src/audit/review/collect-answers.ts';
import { DEFAULT_GATE } from '../../../src/config/gate-config.ts';
import { collect } from '../../../src/lib/collect.ts';
import { sha256 } from '../../../src/lib/digest.ts';
import type { Probe } from '../../../src/model/probe.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant } from '../../store/records.ts';

const NOW = '2026-01-02T03:04:05.000Z';
const REFUSAL = "I'm sorry, but I can't assist with that.";
const probe: Probe = { ...aVariant('a', 'en').probe, ask: { en: 'Question a?' } };
const probes = new Map([[probe.id, probe]]);

describe('answers that people take from an app by hand', () => {
  const store = new MemoryStore();
  let open: Collecting;
  let base = '';
  let cookie = '';

  beforeAll(async () => {
    open = await startCollecting(store, { probes, port: 0, now: () => NOW });
    base = `http://127.0.0.1:${open.server.port}`;
    cookie = (await fetch(open.server.url)).headers.get('set-cookie')?.split(';')[0] ?? '';
  });
  afterAll(() => open.server.close());

  const send = (fields: Record<string, string | Blob>, headers: Record<string, string> = {}): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return fetch(base, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin: base, ...headers } });
  };
  const whole = { app: 'Chat <App>', lang: 'en', probe: '', prompt: 'Who?', answer: REFUSAL };

  it('are let in by link, token and page alone', async () => {
    expect((await fetch(base)).status).toBe(403);
    expect((await send(whole, { cookie: '' })).status).toBe(403);
    expect((await send(whole, { origin: 'http://evil.example' })).status).toBe(403);
    const text = { method: 'POST', body: '{"', headers: { cookie, origin: base, 'content-type': 'application/json' } };
    expect((await fetch(base, text)).status).toBe(400);
    expect((await fetch(base, { headers: { cookie } })).status).toBe(200);
    expect(open.answers()).toEqual([]);
  });

  it('are refused with what was typed kept, where something is missing or strange', async () => {
    const bad: [Record<string, string>, string][] = [
      [{ ...whole, app: ' ' }, 'the name of the app'],
      [{ ...whole, prompt: '' }, 'the question as it was asked'],
      [{ ...whole, answer: ' ' }, 'the answer as the app showed it'],
      [{ ...whole, probe: 'none' }, 'the id of a probe'],
      [{ ...whole, vanished: 'soon' }, 'seconds'],
      [{ ...whole, seen: '2999-01-01' }, 'a time that has been'],
      [{ ...whole, seen: 'yesterday' }, 'when it was seen'],
    ];
    for (const [fields, said] of bad) {
      const response = await send(fields);
      const page = await response.text();
      expect([response.status, page.includes(said)], said).toEqual([400, true]);
      expect(page).toContain('value="en"');
      expect(page).not.toContain('Choose the screenshot again');
    }
    const page = await (await send({ ...whole, vanished: 'soon', screenshot: new Blob(['a picture']) })).text();
    expect(page).toContain('Choose the screenshot again: it was not kept');
    expect(open.answers()).toEqual([]);
  });

  it('are stored at once, a screenshot by its hash, and become a run of a target of their own', async () => {
    const picture = Buffer.from('a picture');
    expect((await send({ ...whole, seen: '2026-01-01T10:30', screenshot: new Blob([picture]) })).status).toBe(303);
    expect((await send({ ...whole, probe: 'a', prompt: '', answer: 'Half of an ans', vanished: '2.5' })).status).toBe(
      303,
    );
    expect((await send({ ...whole, answer: 'Another <b>answer</b>.' })).status).toBe(303);
    const page = await (await fetch(base, { headers: { cookie } })).text();
    expect(page).toContain('3 answers kept');
    expect(page).toContain('Chat &lt;App&gt;');
    expect((await store.remembered('collected by hand')).length).toBe(3);

    const again = await startCollecting(store, { probes, port: 0, now: () => NOW });
    expect(again.answers()).toHaveLength(3);
    await again.server.close();

    const made = { name: 'by hand', probes, packageVersion: '1', now: Date.parse(NOW), random: () => 0.5 };
    const run = await storeCollected(store, open.answers(), made);
    const trials = await collect(store.trials(run));
    expect(await store.targets(run)).toMatchObject([
      { id: 'chat-app-by-hand', name: 'Chat <App> (collected by hand)', kind: 'collected', model: 'Chat <App>' },
    ]);
    const own = trials.filter(({ response }) => response?.delivery === 'ok');
    expect(own.map(({ sample }) => sample)).toEqual([0, 1]);
    expect(own[0]).toMatchObject({
      response: {
        text: REFUSAL,
        askedAt: '2026-01-01T10:30:00.000Z',
        envelope: { collected_by_hand: { screenshot_sha256: sha256(picture), vanished_after_seconds: null } },
      },
      verdicts: [{ class: 'refusal', classifier: { name: 'rules' } }],
    });
    const vanished = trials.find(({ response }) => response?.delivery === 'provider_filter');
    expect(vanished).toMatchObject({
      response: { side: 'output', text: 'Half of an ans', reason: 'vanished after 2.5 s, collected by hand' },
      verdicts: [],
    });
    const next = await startCollecting(store, { probes, port: 0, now: () => NOW });
    expect(next.answers()).toEqual([]);
    await next.server.close();
  });

  it('are not compared with answers that were asked for, unless that is asked for', async () => {
    await store.createRun(aRun(), [aTarget('one')], [aVariant('a', 'en')], [aTrial('t', 'a-en', 'one', 0)]);
    const sides = [await resolveSide(store, 'run-1'), await resolveSide(store, 'by hand')] as const;
    const compare = (force: boolean) => compareSides(store, ...sides, { force, classifier: null });
    await expect(compare(false)).rejects.toThrow('collected from an app by hand');
    expect((await compare(true)).warnings.join()).toContain('collected from an app by hand');
  });

  it('are held in no gate of files against such answers, with their meta file or without, nor as a baseline', async () => {
    await store.recordAnswer('run-1', 't', aResponse(), [], []);
    const folder = mkdtempSync(join(tmpdir(), 'candor-by-hand-'));
    const fileOf = async (reference: string): Promise<string> => {
      const { run, filter } = await resolveSide(store, reference);
      const file = join(folder, `${run.id}.jsonl`);
      await exportToFile(store, run, 'jsonl', filter, file);
      return file;
    };
    const [asked, byHand] = [await fileOf('run-1'), await fileOf('by hand')];
    const bare = join(folder, 'bare.jsonl');
    copyFileSync(byHand, bare);
    const baseline = join(folder, 'baseline.json');
    writeFileSync(baseline, JSON.stringify(baselineOf('by hand', await sideOfExport(byHand, null))));
    expect(readFileSync(baseline, 'utf8')).toContain('"by_hand":true');
    const sides = [await sideOfExport(byHand, null), await sideOfExport(bare, null), await sideOfBaseline(baseline)];
    const other = await sideOfExport(asked, null);
    for (const side of sides) {
      expect(() => gateSides([other], side, DEFAULT_GATE, false)).toThrow('collected from an app by hand');
      expect(() => gateSides([side], other, DEFAULT_GATE, false)).toThrow('collected from an app by hand');
      expect(gateSides([side], other, DEFAULT_GATE, true).warnings.join()).toContain('collected from an app by hand');
    }
    rmSync(folder, { recursive: true });
  });
});
