import { createServer } from 'node:http';
import { variedTexts } from './varied-texts.ts';

/**
 * Answers every chat request after DELAY_MS with one of 600 texts of real size in 20 chunks. Prints its port, and the time of the first chat
 * request after each `/mark`. Run as a process of its own.
 */
const delayMs = Number(process.env.DELAY_MS ?? '100');
const CHUNKS = 20;

function chunk(delta: object, finish: string | null, more: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'bench' };
  return `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
}

const first = Buffer.from(chunk({ role: 'assistant', content: '' }, null));
const bodies = variedTexts(600).map((text) => {
  const size = Math.ceil(text.length / CHUNKS);
  return Array.from({ length: CHUNKS }, (_, i) => {
    return Buffer.from(chunk({ content: text.slice(i * size, (i + 1) * size) }, null));
  });
});
const usage = { prompt_tokens: 20, completion_tokens: 280, total_tokens: 300 };
const last = Buffer.from(`${chunk({}, 'stop', { usage })}data: [DONE]\n\n`);
let served = 0;
let marked = true;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.url?.endsWith('/models') === true) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }));
      return;
    }
    if (request.url === '/mark') {
      marked = true;
      response.end();
      return;
    }
    if (request.method !== 'POST' || request.url?.endsWith('/chat/completions') !== true) {
      response.statusCode = 404;
      response.end('{"error":{"message":"not found"}}');
      return;
    }
    if (marked) console.log(`first ${Date.now()}`);
    marked = false;
    const body = bodies[served++ % bodies.length] ?? [];
    const answer = (): void => {
      response.setHeader('content-type', 'text/event-stream');
      response.write(first);
      for (const part of body) response.write(part);
      response.end(last);
    };
    if (delayMs === 0) answer();
    else setTimeout(answer, delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`port ${address.port}`);
});
