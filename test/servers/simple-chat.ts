import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks enough of the OpenAI protocol, with an answer for each prompt. */
export interface SimpleChat {
  readonly url: string;
  /** Prompts and seeds as they came. */
  readonly asked: { readonly prompt: string; readonly seed: number | null; readonly authorization: string | null }[];
  /** Bodies of chat requests as they came. */
  readonly bodies: string[];
  close(): Promise<void>;
}

/** Starts it; `answer` gives the text for a prompt, or an HTTP status to fail with. */
export async function startSimpleChat(
  answer: (prompt: string, seed: number | null) => string | number,
  delayMs = 0,
): Promise<SimpleChat> {
  const asked: SimpleChat['asked'] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/v1/models') return response.end('{"object":"list","data":[{"id":"m","object":"model"}]}');
      if (request.url !== '/v1/chat/completions') {
        response.statusCode = 404;
        return response.end('{"error":{"message":"not found"}}');
      }
      bodies.push(Buffer.concat(parts).toString('utf8'));
      const body = JSON.parse(bodies.at(-1) ?? '');
      const prompt = body.messages.at(-1).content;
      const seed = body.seed ?? null;
      asked.push({ prompt, seed, authorization: request.headers.authorization ?? null });
      const text = answer(prompt, seed);
      return setTimeout(() => {
        if (typeof text === 'number') {
          response.statusCode = text;
          return response.end('{"error":{"message":"as told"}}');
        }
        const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
        return response.end(JSON.stringify({ id: 'x', object: 'chat.completion', model: 'm', choices }));
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    bodies,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
