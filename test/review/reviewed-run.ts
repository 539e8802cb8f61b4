import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VerdictClass } from '../../src/model/verdict.ts';
import type { Asset } from '../../src/review/app.tsx';
import { drawQueue, type PoolItem } from '../../src/review/queue.ts';
import { Review } from '../../src/review/review.ts';
import { type ReviewServer, serveReview } from '../../src/review/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../store/records.ts';

/** What the machine found, so that two runs can differ in nothing else. */
export interface MachineSide {
  readonly target: string;
  readonly class: VerdictClass;
}

/** A store with a run of six answers: three probes in two languages. */
export async function reviewedRun({ target, class: found }: MachineSide): Promise<{
  store: MemoryStore;
  pool: PoolItem[];
}> {
  const store = new MemoryStore();
  const variants = ['p1', 'p2', 'p3'].flatMap((probe) => [aVariant(probe, 'en'), aVariant(probe, 'zh-Hans')]);
  const trials = variants.map((variant, i) => aTrial(`t${i}`, variant.hash, target, i));
  await store.createRun(aRun(), [aTarget(target)], variants, trials);
  for (const [i, { id }] of trials.entries()) {
    const response = aResponse({ text: `Answer ${i}: sorry\u202e, I cannot\r\n<b>tell</b> 你.` });
    const verdict = { ...aVerdict(), class: found, sub: null, evidence: { start: 0, end: 6, text: 'Answer' } };
    await store.recordAnswer('run-1', id, response, [], [verdict]);
  }
  const pool = variants.map((variant, i) => ({
    trial: `t${i}`,
    probe: variant.probe.id,
    topic: variant.probe.topic,
    lang: variant.lang,
    target,
    role: variant.probe.role,
    class: found,
    confidence: 0.9,
    disagreement: false,
  }));
  return { store, pool };
}

/** The files of the page. */
function assets(): Map<string, Asset> {
  const folder = join(import.meta.dirname, '../../src/review/client');
  return new Map(
    readdirSync(folder).map((name) => [name, { type: 'text/plain', body: readFileSync(join(folder, name), 'utf8') }]),
  );
}

/** Serves a review of the run; the clock goes on by a second at each label. */
export async function serve(
  store: MemoryStore,
  pool: readonly PoolItem[],
  by: string | null,
): Promise<ReviewServer & { review: Review }> {
  const queue = drawQueue(pool, { sample: null, stratify: [], seed: 3 });
  const review = await Review.open({ store, run: { id: 'run-1', name: 'first' }, pool, queue, codebook: 'c1' });
  let tick = 0;
  const now = () => new Date(Date.UTC(2026, 0, 2, 0, 0, tick++)).toISOString();
  const exportCommand = 'candor review first --export gold.jsonl';
  const server = await serveReview({ review, assets: assets(), by, exportCommand, now }, 0);
  return { ...server, review };
}

/** A browser without a screen: keeps cookies, follows no redirect, sends any header, Host included. */
export class Visitor {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.origin = new URL(url).origin;
  }

  /** Opens the printed link and keeps its cookie. */
  async enter(url: string): Promise<void> {
    await this.get(new URL(url).search === '' ? '/' : `/${new URL(url).search}`);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#fetch(path, { headers });
  }

  post(
    path: string,
    fields: Record<string, string> | string[][],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(fields);
    return this.#fetch(path, { method: 'POST', body, headers: { origin: this.origin, ...headers } });
  }

  async #fetch(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const answer = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}
