import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request was asked and by whom. */
export interface HostedCall {
  readonly model: string;
  readonly prompt: string;
  readonly key: string | null;
  /** How often this model was asked this before. */
  readonly before: number;
}

/** Tokens that the host billed for a model. */
export interface Billed {
  prompt: number;
  completion: number;
}

/** A host of several models that bills what it sends, counts tokens in `usage`, and cuts off the connection of an answer that is null, billed all the same. */
export interface PlantedHost {
  readonly url: string;
  readonly billed: ReadonlyMap<string, Billed>;
  readonly keys: ReadonlyMap<string, ReadonlySet<string | null>>;
  close(): Promise<void>;
}

/** Starts a host whose models answer as they are told; `lost` answers are billed and never arrive. */
export async function startPlantedHost(
  answer: (call: HostedCall) => { readonly text: string; readonly lost: boolean },
): Promise<PlantedHost> {
  const billed = new Map<string, Billed>();
  const keys = new Map<string, Set<string | null>>();
  const before = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url?.endsWith('/models') === true) return response.end('{"object":"list","data":[]}');
      if (request.url?.endsWith('/chat/completions') !== true) {
        response.statusCode = 404;
        return response.end('{"error":{"message":"not found"}}');
      }
      const { model, messages } = JSON.parse(Buffer.concat(parts).toString('utf8'));
      const prompt: string = messages.at(-1).content;
      const key = request.headers.authorization?.replace('Bearer ', '') ?? null;
      keys.set(model, (keys.get(model) ?? new Set()).add(key));
      const asked = `${model} ${prompt}`;
      const call = { model, prompt, key, before: before.get(asked) ?? 0 };
      before.set(asked, call.before + 1);
      const { text, lost } = answer(call);
      const usage = { prompt_tokens: tokensOf(prompt), completion_tokens: tokensOf(text) };
      const bill = billed.get(model) ?? { prompt: 0, completion: 0 };
      bill.prompt += usage.prompt_tokens;
      bill.completion += usage.completion_tokens;
      billed.set(model, bill);
      if (lost) return request.socket.destroy();
      const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
      return response.end(JSON.stringify({ id: 'x', object: 'chat.completion', model, choices, usage }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    billed,
    keys,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A token a Han character, and one for four others. */
function tokensOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han + Math.ceil((text.length - han) / 4);
}
