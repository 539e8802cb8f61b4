import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { StoredVerdict } from '../../src/model/stored-trial.ts';
import type { ReviewServer } from '../../src/review/serve.ts';
import type { Store } from '../../src/store/store.ts';
import { reviewedRun, serve, Visitor } from './reviewed-run.ts';

const MACHINE = { target: 'secret-model', class: 'official_narrative' } as const;
const open: ReviewServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function started(by: string | null = 'Ada', machine: Parameters<typeof reviewedRun>[0] = MACHINE) {
  const { store, pool } = await reviewedRun(machine);
  const server = await serve(store, pool, by);
  open.push(server);
  const visitor = new Visitor(server.url);
  return { store, server, visitor, pool };
}

async function humans(store: Store): Promise<StoredVerdict[]> {
  const trials = await collect(store.trials('run-1'));
  return trials.flatMap(({ verdicts }) => verdicts.filter(({ classifier }) => classifier.name === 'human'));
}

/** A status by a raw request, because fetch sets Host itself. */
function statusFor(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => resolve(answer.resume().statusCode ?? 0));
    asked.on('error', reject).end();
  });
}

describe('the door of the review page', () => {
  it('is closed to those without the token, and opens by the link to an HttpOnly SameSite cookie', async () => {
    const { server, visitor } = await started();
    for (const path of ['/', '/item/1', '/agreement', '/assets/review.js', '/?token=wrong', '/codebook']) {
      expect([path, (await visitor.get(path)).status]).toEqual([path, 403]);
    }
    expect((await visitor.post('/item/1', { class: 'neutral' })).status).toBe(403);
    const entered = await visitor.get(`/${new URL(server.url).search}`);
    expect(entered.status).toBe(200);
    expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await visitor.get('/item/1')).status).toBe(200);
  });

  it('is closed to a rebound name, even with the token', async () => {
    const { server } = await started();
    const { port } = server;
    expect(await statusFor(server.url, { host: `127.0.0.1:${port}` })).toBe(200);
    expect(await statusFor(server.url, { host: `localhost:${port}` })).toBe(200);
    for (const host of [`evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`]) {
      expect([host, await statusFor(server.url, { host })]).toEqual([host, 403]);
      const cookie = `candor_review_${port}=${new URL(server.url).searchParams.get('token')}`;
      const page = new URL('/item/1', server.url).href;
      expect(await statusFor(page, { host: `127.0.0.1:${port}`, cookie })).toBe(200);
      expect([host, await statusFor(page, { host, cookie })]).toEqual([host, 403]);
    }
  });

  it('takes no label from another origin or without one, and stores nothing of it', async () => {
    const { server, visitor, store } = await started();
    await visitor.enter(server.url);
    const fields = { trial: 't0', class: 'neutral' };
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1', '']) {
      expect([origin, (await visitor.post('/item/1', fields, { origin })).status]).toEqual([origin, 403]);
    }
    expect(await humans(store)).toEqual([]);
    expect((await visitor.post('/item/1', fields)).status).toBe(303);
    expect(await humans(store)).toHaveLength(1);
  });

  it('answers 400 to what is no form, and stores nothing of it', async () => {
    const { server, visitor, store } = await started();
    await visitor.enter(server.url);
    const cookie = `candor_review_${server.port}=${new URL(server.url).searchParams.get('token')}; candor_review_${server.port}_by=${Buffer.from('Ada').toString('base64url')}`;
    const headers = { cookie, origin: new URL(server.url).origin };
    for (const [type, body] of [
      ['application/json', '{"class":'],
      ['multipart/form-data', 'no boundary'],
      ['text/plain', 'class=neutral'],
    ] as const) {
      const url = new URL('/item/1', server.url);
      const { status } = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': type }, body });
      expect([type, status]).toEqual([type, 400]);
    }
    expect(await humans(store)).toEqual([]);
  });

  it('lets nothing in from elsewhere: a strict policy on every answer, no address of another host in it', async () => {
    const { server, visitor } = await started();
    await visitor.enter(server.url);
    for (const path of ['/item/1', '/agreement', '/codebook', '/nothing']) {
      const answer = await visitor.get(path);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(await answer.text()).not.toMatch(/https?:| style="|<script>| on\w+="/);
    }
  });
});

describe('reading blind', () => {
  it('sends the same page whatever the model and the machine’s verdict, until the person has labelled', async () => {
    const texts: string[] = [];
    for (const machine of [MACHINE, { target: 'other-model', class: 'refusal' } as const]) {
      const { server, visitor } = await started('Ada', machine);
      await visitor.enter(server.url);
      texts.push(await (await visitor.get('/item/1')).text());
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toContain('secret-model');
    expect(texts[0]).not.toContain('id="reveal"');
  });

  it('shows the model, the machine’s verdict and the other languages afterwards, to that person only', async () => {
    const { server, visitor } = await started();
    await visitor.enter(server.url);
    const page = await (await visitor.get('/item/1')).text();
    const trial = /name="trial" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await visitor.post('/item/1', { trial, class: 'neutral' });
    const after = await (await visitor.get('/item/1')).text();
    expect(after).toContain('secret-model');
    expect(after).toContain('official narrative');
    expect(after.match(/class="sibling"/g)).toHaveLength(1);
    await visitor.post('/who', { by: 'Ben' });
    expect(await (await visitor.get('/item/1')).text()).not.toContain('secret-model');
  });

  it('shows hostile text as text, and what cannot be seen as its code point', async () => {
    const { server, visitor } = await started();
    await visitor.enter(server.url);
    const page = await (await visitor.get('/item/1')).text();
    expect(page).toContain('&lt;b&gt;tell&lt;/b&gt;');
    expect(page).toContain('U+202E');
    expect(page).toContain('U+000D');
    expect(page).not.toMatch(/[\u202e\r]/);
  });
});

describe('labelling', () => {
  it('appends: a new label stands beside the old one, and the same one sent twice is stored once', async () => {
    const { server, visitor, store } = await started();
    await visitor.enter(server.url);
    const first = {
      trial: 't0',
      class: 'refusal',
      sub_refusal: 'explicit',
      flag: 'partial',
      confidence: '3',
      seconds: '4.2',
    };
    await visitor.post('/item/1', first);
    await visitor.post('/item/1', { ...first, seconds: '9' });
    await visitor.post('/item/1', {
      trial: 't0',
      class: 'neutral',
      sub_refusal: 'explicit',
      start: '3',
      end: '8',
      note: 'Hm.',
    });
    const stored = await humans(store);
    expect(stored.map((one) => [one.class, one.sub, one.flags, one.confidence, one.by, one.note])).toEqual([
      ['refusal', 'explicit', ['partial'], 1, 'Ada', '[4.2 s]'],
      ['neutral', null, [], null, 'Ada', 'Hm.'],
    ]);
    expect(stored[0]?.evidence).toMatchObject({ start: 0 });
    expect(stored[1]?.evidence).toEqual({ start: 3, end: 8, text: 'wer 0' });
    expect(stored[0]?.classifier).toEqual({ name: 'human', version: 'c1', mode: 'general' });
  });

  it('refuses what is no label, says why, and stores nothing', async () => {
    const { server, visitor, store } = await started();
    await visitor.enter(server.url);
    const json = { accept: 'application/json' };
    const wrong = [
      { trial: 't0' },
      { trial: 't0', class: 'refused' },
      { trial: 'nothing', class: 'neutral' },
      { trial: 't0', class: 'neutral', flag: 'odd' },
      { trial: 't0', class: 'neutral', sub_neutral: 'canned' },
      { trial: 't0', class: 'neutral', start: '5', end: '5000' },
      { trial: 't0', class: 'neutral', confidence: '4' },
    ];
    for (const fields of wrong) {
      const answer = await visitor.post('/item/1', fields as Record<string, string>, json);
      expect([fields, answer.status]).toEqual([fields, 400]);
      expect((await answer.json()).error).toContain('expected');
    }
    expect(await humans(store)).toEqual([]);
  });

  it('goes through the queue and ends, for each person on their own', async () => {
    const { server, visitor, store } = await started(null);
    await visitor.enter(server.url);
    expect((await visitor.get('/next')).headers.get('location')).toBe('/who');
    expect((await visitor.post('/who', { by: 'adjudicated:me' })).status).toBe(400);
    for (const [name, given] of [
      ['Ada', 'refusal'],
      ['李明', 'neutral'],
    ]) {
      await visitor.post('/who', { by: name ?? '' });
      for (let place = 1; place <= 6; place++) {
        expect((await visitor.get('/next')).headers.get('location')).toBe(`/item/${place}`);
        const page = await (await visitor.get(`/item/${place}`)).text();
        const trial = /name="trial" value="([^"]+)"/.exec(page)?.[1] ?? '';
        await visitor.post(`/item/${place}`, { trial, class: given ?? '', seconds: '2' });
      }
      expect((await visitor.get('/next')).headers.get('location')).toBe('/done');
    }
    expect((await humans(store)).map(({ by }) => by).sort()).toEqual([
      ...Array(6).fill('Ada'),
      ...Array(6).fill('李明'),
    ]);
    const agreement = await (await visitor.get('/agreement')).text();
    expect(agreement).toContain('6 answers were labelled differently');
    expect(agreement).not.toContain('secret-model');
  });

  it('adds what was decided between two people beside their labels', async () => {
    const { server, visitor, store } = await started();
    await visitor.enter(server.url);
    expect((await visitor.post('/adjudicate/t0', { trial: 't0', class: 'other' })).status).toBe(404);
    await visitor.post('/item/1', { trial: 't0', class: 'refusal' });
    await visitor.post('/who', { by: 'Ben' });
    await visitor.post('/item/1', { trial: 't0', class: 'neutral' });
    const page = await (await visitor.get('/adjudicate/t0')).text();
    expect(page).toContain('<strong>Ada</strong>');
    expect(page).not.toContain('secret-model');
    const saved = await visitor.post('/adjudicate/t0', { trial: 't0', class: 'neutral' });
    expect(saved.headers.get('location')).toBe('/agreement');
    expect((await humans(store)).map(({ by }) => by)).toEqual(['Ada', 'Ben', 'adjudicated:Ben']);
  });

  it('answers a label after the store has it: what a new server reads is all that was acknowledged', async () => {
    const { server, visitor, store, pool } = await started();
    await visitor.enter(server.url);
    await visitor.post('/item/1', { trial: 't2', class: 'neutral' });
    const again = await serve(store, pool, 'Ada');
    open.push(again);
    expect(again.review.progress('Ada')).toMatchObject({ done: 1, total: 6 });
    expect(again.review.ownLabel('t2', 'Ada')?.class).toBe('neutral');
  });
});
