import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '../../src/model/message.ts';
import type { SamplingParams } from '../../src/model/target-spec.ts';
import { createLlamaCppTarget } from '../../src/targets/llama-cpp/llama-cpp.ts';
import type { Target } from '../../src/targets/target.ts';
import { specOf } from '../targets/spec.ts';

/** The embedded engine behind HTTP, speaking OpenAI's and Ollama's protocol. */
export interface LlamaHttp {
  readonly url: string;
  close(): Promise<void>;
}

interface ChatBody extends Partial<SamplingParams> {
  readonly messages?: Message[];
  readonly seed?: number;
  readonly stream?: boolean;
  readonly options?: Partial<SamplingParams> & { readonly seed?: number; readonly num_predict?: number };
  readonly _debug_render_only?: boolean;
}

interface Generation {
  readonly messages: Message[];
  readonly params: Partial<SamplingParams>;
  readonly seed: number | null;
}

/** Serves a GGUF file on a free loopback port. Think tags stay in the content, as both servers leave them for such a model. */
export async function startLlamaHttp(file: string): Promise<LlamaHttp> {
  const params: SamplingParams = {
    temperature: 0,
    top_p: 1,
    top_k: 0,
    min_p: 0,
    repeat_penalty: 1,
    max_tokens: 64,
    num_ctx: 512,
  };
  const target = await createLlamaCppTarget(specOf({ provider: 'llama-cpp', model: file, concurrency: 8, params }), {
    env: process.env,
  });
  const { identity } = await target.identify(new AbortController().signal);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const body: ChatBody = text === '' ? {} : JSON.parse(text);
      void answer(target, identity.digest ?? '', identity.template ?? '', request.url ?? '', body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await target.close();
    },
  };
}

async function answer(
  target: Target,
  digest: string,
  template: string,
  path: string,
  body: ChatBody,
  response: ServerResponse,
): Promise<void> {
  const send = (value: object): void => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(value));
  };
  if (path === '/v1/models') return send({ object: 'list', data: [{ id: 'wired', object: 'model' }] });
  if (path === '/props')
    return send({ default_generation_settings: { n_ctx: 512 }, chat_template: template, build_info: 'test' });
  if (path === '/api/version') return send({ version: '0.0.0' });
  if (path === '/api/tags')
    return send({
      models: [
        {
          name: 'wired:latest',
          model: 'wired:latest',
          digest,
          details: { family: 'llama', quantization_level: 'F32' },
        },
      ],
    });
  if (path === '/api/ps') return send({ models: [] });
  if (path === '/api/show')
    return send({
      template,
      details: { family: 'llama', quantization_level: 'F32' },
      model_info: {},
      capabilities: ['completion'],
    });
  if (path === '/v1/chat/completions') {
    const { messages = [], seed, ...params } = body;
    const content = await generate(target, { messages, params, seed: seed ?? null });
    response.setHeader('content-type', 'text/event-stream');
    const event = (delta: object, finish: string | null): string =>
      `data: ${JSON.stringify({ id: 'x', model: 'wired', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    response.write(event({ role: 'assistant', content: null }, null));
    response.write(event({ content }, null));
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
    return;
  }
  if (path === '/api/chat') {
    const { messages = [], options = {}, stream } = body;
    if (body._debug_render_only === true)
      return send({
        model: 'wired',
        _debug_info: {
          rendered_template: messages.map(({ role, content }) => `<|${role}|>${content}<|end|>`).join(''),
        },
      });
    const { seed, num_predict: maxTokens = 64, ...params } = options;
    const content = await generate(target, {
      messages,
      params: { ...params, max_tokens: maxTokens },
      seed: seed ?? null,
    });
    const line = (message: string, done: boolean): string =>
      `${JSON.stringify({ model: 'wired', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content: message }, done, ...(done ? { done_reason: 'stop', prompt_eval_count: 5, eval_count: 6 } : {}) })}\n`;
    response.setHeader('content-type', 'application/x-ndjson');
    if (stream !== false) response.write(line(content, false));
    response.end(line(stream === false ? content : '', true));
    return;
  }
  response.statusCode = 404;
  send({ error: 'not found' });
}

async function generate(target: Target, { messages, params, seed }: Generation): Promise<string> {
  const sampling = ['temperature', 'top_p', 'top_k', 'min_p', 'max_tokens'];
  const known = Object.entries(params).filter(([name, value]) => sampling.includes(name) && value !== null);
  Object.assign(target.spec.params, Object.fromEntries(known));
  const reply = await target.ask({
    messages,
    seed,
    key: { variant: '', sample: 0 },
    signal: new AbortController().signal,
  });
  const thought = reply.reasoningState === 'absent' ? '' : `<think>${reply.reasoning ?? ''}</think>`;
  return thought + reply.text;
}
