import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { ReviewServer } from '../../src/review/serve.ts';
import { reviewedRun, serve, Visitor } from './reviewed-run.ts';

const open: ReviewServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function started() {
  const { store, pool } = await reviewedRun({ target: 'a-model', class: 'refusal' });
  const server = await serve(store, pool, 'Ada');
  open.push(server);
  const visitor = new Visitor(server.url);
  await visitor.enter(server.url);
  const stored = async () =>
    (await collect(store.trials('run-1'))).flatMap(({ verdicts }) =>
      verdicts.filter(({ classifier }) => classifier.name === 'human'),
    );
  return { server, visitor, stored };
}

const GOOD = { trial: 't0', class: 'neutral' };

describe('a bad form', () => {
  it.each([
    ['nothing in it', {}],
    ['no class', { trial: 't0' }],
    ['no trial', { class: 'neutral' }],
    ['an unknown trial', { ...GOOD, trial: '__proto__' }],
    ['an unknown class', { ...GOOD, class: 'constructor' }],
    ['an unknown sub-class', { ...GOOD, sub_neutral: 'toString' }],
    ['an unknown flag', { ...GOOD, flag: 'x' }],
    ['an unknown confidence', { ...GOOD, confidence: '9' }],
    ['a span that is no number', { ...GOOD, start: 'a', end: '3' }],
    ['a span of a fraction', { ...GOOD, start: '0.5', end: '3' }],
    ['a span before the text', { ...GOOD, start: '-1', end: '3' }],
    ['a span that is empty', { ...GOOD, start: '2', end: '2' }],
    ['a span beyond the text', { ...GOOD, start: '0', end: '1e9' }],
    ['a state that is none', { ...GOOD, line_of: 'ZZZ' }],
    ['a time that is none', { ...GOOD, seconds: 'soon' }],
    ['a note that is too long', { ...GOOD, note: 'x'.repeat(4001) }],
    ['a body that is too long', { ...GOOD, note: 'x'.repeat(3_000_000) }],
  ])('is 400 in words, and nothing of it is stored: %s', async (_, fields) => {
    const { visitor, stored } = await started();
    const answer = await visitor.post('/item/1', fields);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/expected/);
    expect(await stored()).toEqual([]);
  });

  it('is 400 too where a long body does not say its length, and the server goes on', async () => {
    const { visitor, stored, server } = await started();
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 40; i++) controller.enqueue(new TextEncoder().encode('note=xxxxxxx&'.repeat(1000)));
        controller.close();
      },
    });
    const cookie = `candor_review_${server.port}=${new URL(server.url).searchParams.get('token')}`;
    const headers = { cookie, origin: visitor.origin, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
    expect((await fetch(new URL('/item/1', server.url), sent)).status).toBe(400);
    expect((await visitor.post('/item/1', GOOD)).status).toBe(303);
    expect(await stored()).toHaveLength(1);
  });

  it('is 400, 403 or 404 on every other page, never 500', async () => {
    const { visitor, stored } = await started();
    for (const path of [
      '/item/0',
      '/item/-1',
      '/item/1.5',
      '/item/NaN',
      '/item/1e99',
      '/item/%E0%A4%A',
      '/assets/..%2F..',
    ]) {
      expect([path, (await visitor.get(path)).status]).toEqual([path, 404]);
    }
    expect((await visitor.post('/adjudicate/t0', GOOD)).status).toBe(404);
    expect((await visitor.post('/adjudicate/%00', GOOD)).status).toBe(404);
    expect((await visitor.post('/who', {})).status).toBe(400);
    expect((await visitor.post('/who', { by: 'a\u202eb' })).status).toBe(400);
    expect((await visitor.post('/nothing', GOOD)).status).toBe(404);
    expect((await visitor.post('/reveal', { back: '//evil.example' })).headers.get('location')).toBe('/');
    expect(await stored()).toEqual([]);
  });

  it('is 403 with a wrong token, whatever stands in it', async () => {
    const { server, stored } = await started();
    const stranger = new Visitor(server.url);
    for (const fields of [GOOD, {}, { note: 'x'.repeat(3_000_000) }])
      expect((await stranger.post('/item/1', fields)).status).toBe(403);
    const cookie = `candor_review_${server.port}=wrong`;
    expect((await stranger.post('/item/1', GOOD, { cookie })).status).toBe(403);
    expect(await stored()).toEqual([]);
  });
});
