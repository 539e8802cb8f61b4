import { createServer } from 'node:http';

/** Answers every chat request after DELAY_MS with 1.2 KB in 20 chunks; prints its port. Run as a process of its own. */
const delayMs = Number(process.env.DELAY_MS ?? '100');
const piece = 'The archive was opened in the autumn and read by many. ';
const text = piece.repeat(Math.ceil(1200 / piece.length)).slice(0, 1200);
const parts = Array.from({ length: 20 }, (_, i) => text.slice(i * 60, (i + 1) * 60));

function chunk(delta: object, finish: string | null, more: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'bench' };
  return `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
}

const first = chunk({ role: 'assistant', content: '' }, null);
const bodies = parts.map((content) => chunk({ content }, null));
const last = chunk({}, 'stop', { usage: { prompt_tokens: 20, completion_tokens: 280, total_tokens: 300 } });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.url?.endsWith('/models') === true) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }));
      return;
    }
    if (request.method !== 'POST' || request.url?.endsWith('/chat/completions') !== true) {
      response.statusCode = 404;
      response.end('{"error":{"message":"not found"}}');
      return;
    }
    const answer = (): void => {
      response.setHeader('content-type', 'text/event-stream');
      response.write(first);
      for (const body of bodies) response.write(body);
      response.end(`${last}data: [DONE]\n\n`);
    };
    if (delayMs === 0) answer();
    else setTimeout(answer, delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
