import { afterAll, describe, expect, it } from 'vitest';
import { openJudge } from '../../../src/audit/judge/open-judge.ts';
import { parseTargetShorthand } from '../../../src/config/target-shorthand.ts';
import { aClock } from '../../runner/fake-target.ts';
import { sealIn, verdictText } from '../../servers/judge-chat.ts';
import { json, startScripted } from '../../servers/scripted.ts';

interface ChatBody {
  readonly format?: unknown;
  readonly options?: object;
  readonly messages?: readonly { readonly content: string }[];
}

const bodies: ChatBody[] = [];
const server = await startScripted(({ path, json: body }) => {
  if (path === '/api/tags')
    return json(200, { models: [{ name: 'judge:latest', model: 'judge:latest', digest: 'ab12' }] });
  if (path !== '/api/chat')
    return json(200, { version: '0.1', details: {}, model_info: {}, models: [], template: '{{ .Prompt }}' });
  const chat = body as ChatBody;
  const prompt = chat.messages?.at(-1)?.content ?? '';
  const seal = sealIn(prompt);
  if (seal === null)
    return json(200, { done: true, done_reason: 'stop', message: { role: 'assistant', content: 'Hi' } });
  bodies.push(chat);
  const content = `<think>Hm, {</think>${verdictText({ seal, prompt })}`;
  return json(200, { model: 'judge:latest', message: { role: 'assistant', content }, done: true, done_reason: 'stop' });
});
afterAll(() => server.close());

describe('a judge behind Ollama', () => {
  it('is held to the schema by `format`, with the seal and bounded quotes, and its thinking is taken off', async () => {
    const target = parseTargetShorthand(`ollama:judge:latest@${server.url}`, {}, null, {});
    const io = { replies: null, clock: aClock(), random: () => 0.5 };
    const signal = new AbortController().signal;
    const opened = await openJudge(target, { env: {} }, io, signal);
    const item = {
      text: 'Soldiers fired.',
      of: 'response',
      prompt: 'What?',
      lang: 'en',
      truncated: false,
      probe: null,
    } as const;
    expect(await opened.in('general').classify(item, signal)).toMatchObject({ class: 'neutral', sub: 'factual' });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject({
      format: { type: 'object', properties: { seal: { enum: [expect.any(String)] }, state_quote: { maxLength: 160 } } },
      options: { temperature: 0, seed: 1, num_ctx: 12_288, num_predict: 1536 },
    });
    await opened.close();
  });
});
