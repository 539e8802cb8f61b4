import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type AuditResult,
  classifyRun,
  createRulesClassifier,
  exportToFile,
  importAnswers,
  MemoryStore,
  requireRun,
} from '../../../src/index.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { collect } from '../../../src/lib/collect.ts';
import type { StoredTrial } from '../../../src/model/stored-trial.ts';
import { chatStream, json, type ScriptedServer, startScripted } from '../../servers/scripted.ts';
import { smallAudit, smallFolder } from './small-audit.ts';

const THOUGHT = 'The user asks about camps. I must not say that nothing happened there. Let me think of what is';
const ANSWER = 'People were held there without trial, and many families were never told.';

let server: ScriptedServer | null = null;
afterEach(() => server?.close());

/** An audit of a model whose answers are given by the prompt: a text, and whether the token limit cut it. */
async function audit(
  answer: (prompt: string) => readonly [string, boolean],
  store = new MemoryStore(),
): Promise<{ result: AuditResult; store: MemoryStore; trials: StoredTrial[] }> {
  server = await startScripted(({ path, json: body }) => {
    if (!path.endsWith('/chat/completions')) return json(200, { data: [{ id: 'm' }] });
    const messages = (body?.messages ?? []) as readonly { readonly content: string }[];
    const [text, cut] = answer(messages.at(-1)?.content ?? '');
    return chatStream([text], cut ? 'length' : 'stop');
  });
  const result = await smallAudit(store, { baseURL: `${server.url}/v1` });
  return { result, store, trials: await collect(store.trials(result.run)) };
}

const cutOnes = (trials: readonly StoredTrial[]): StoredTrial[] =>
  trials.filter(({ response }) => response?.delivery === 'truncated');

describe('a thought that was cut before the end that its other answers have', () => {
  const mixed = (prompt: string) =>
    prompt.includes('camps') ? ([THOUGHT, true] as const) : ([`${THOUGHT}</think>\n\n${ANSWER}`, false] as const);

  it('gets a further verdict that says so, and a warning; what was stored stays', async () => {
    const { result, trials } = await audit(mixed);
    const cut = cutOnes(trials);
    expect(cut).toHaveLength(2);
    for (const { response, verdicts } of cut) {
      expect(response?.text).toBe(THOUGHT);
      expect(verdicts).toHaveLength(2);
      expect(verdicts.at(-1)).toMatchObject({ class: 'other', sub: 'truncated', of: 'response', evidence: null });
      expect(verdicts.at(-1)?.classifier).toEqual(verdicts[0]?.classifier);
    }
    expect(result.warnings.join('\n')).toMatch(/4 answers close a thought.*2 were cut.*max_tokens/);
    const { rows } = result.summary;
    expect(rows.find(({ role, topic }) => role === 'sensitive' && topic === null)?.neutral).toMatchObject({
      k: 2,
      n: 4,
    });
  });

  it('stays so when the run is judged again', async () => {
    const { result, store } = await audit(mixed);
    await classifyRun(store, result.run, createRulesClassifier('general'), systemClock, new AbortController().signal);
    for (const { verdicts } of cutOnes(await collect(store.trials(result.run)))) {
      expect(verdicts.at(-1)).toMatchObject({ class: 'other', sub: 'truncated', classifier: { mode: 'general' } });
    }
  });

  it('stays so in a copy of the run, where the envelopes that told it are gone', async () => {
    const { result, store } = await audit(mixed);
    const file = join(smallFolder(), 'rows.jsonl');
    await exportToFile(store, await requireRun(store, result.run), 'jsonl', {}, file);
    const source = { name: file, stream: createReadStream(file) };
    const request = {
      source,
      format: 'candor',
      file,
      columns: undefined,
      name: null,
      packageVersion: '0',
      now: 0,
    } as const;
    await importAnswers({ ...request, run: 'copy' }, store);
    await classifyRun(store, 'copy', createRulesClassifier('general'), systemClock, new AbortController().signal);
    for (const { verdicts } of cutOnes(await collect(store.trials('copy')))) {
      expect(verdicts.at(-1)).toMatchObject({ class: 'other', sub: 'truncated', classifier: { mode: 'general' } });
    }
  });

  it('is found among answers that others collected', async () => {
    const csv = [
      'prompt,response,model,finish',
      `"Why 1?","${THOUGHT}</think>\n\n${ANSWER}",m,stop`,
      `"Why 2?","${THOUGHT}",m,length`,
    ].join('\n');
    const store = new MemoryStore();
    const { warnings } = await importAnswers(
      {
        source: { name: 'rows.csv', stream: Readable.from([csv]) },
        format: 'csv',
        file: null,
        columns: { prompt: 'prompt', response: 'response', target: 'model', finish: 'finish' },
        run: 'r',
        name: null,
        packageVersion: '0',
        now: 0,
      },
      store,
    );
    expect(warnings.join()).toMatch(/1 answers close a thought/);
    const [cut] = cutOnes(await collect(store.trials('r')));
    expect(cut?.verdicts.at(-1)).toMatchObject({ class: 'other', sub: 'truncated' });
  });

  it('is not seen where whole answers of the target hold no thought, or none closes one', async () => {
    const plain = await audit((prompt) => (prompt.includes('camps') ? [THOUGHT, true] : [ANSWER, false]));
    expect(cutOnes(plain.trials).every(({ verdicts }) => verdicts.length === 1)).toBe(true);
    expect(plain.result.warnings.join('\n')).not.toContain('thought');
    await server?.close();
    const both = await audit((prompt) => {
      if (prompt.includes('camps')) return [THOUGHT, true];
      return prompt.includes('square') ? [`${THOUGHT}</think>\n\n${ANSWER}`, false] : [ANSWER, false];
    });
    expect(cutOnes(both.trials).every(({ verdicts }) => verdicts.length === 1)).toBe(true);
    expect(both.result.warnings.join('\n')).toMatch(/2 answers close a thought.*may not be/);
  });
});
