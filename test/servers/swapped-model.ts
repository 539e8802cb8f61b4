import { createServer, type Server } from 'node:http';
import { listen, shut } from './scripted.ts';

/** A service whose model can be swapped behind its name. */
export interface SwappedModel {
  readonly url: string;
  /** Which model answers from now on. */
  serve(model: 'first' | 'second', fingerprint?: string): void;
  /** Questions it was asked; looks at its list of models are none. */
  asked(): number;
  close(): Promise<void>;
}

/** Starts it. A tenth of the texts differ from day to day, and the chances of the first token are shaken; the models differ in every second text. */
export async function startSwappedModel(random: () => number): Promise<SwappedModel> {
  let [model, fingerprint, asked] = ['first', 'fp_one', 0];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (parts.length === 0) return response.end('{"object":"list","data":[{"id":"name","object":"model"}]}');
      asked += 1;
      const { messages } = JSON.parse(Buffer.concat(parts).toString());
      const prompt: string = messages.at(-1).content;
      const isOther = model === 'second' && prompt.length % 2 === 0;
      const noise = random() < 0.1 ? ` Or so in ${Math.floor(random() * 1000)}.` : '';
      const content = `${isOther ? 'Views differ on' : 'It is known about'} ${prompt.slice(0, 20)}.${noise}`;
      const token = content.split(' ')[0];
      const chance = Math.min(0.99, 0.9 + 0.02 * random());
      const top_logprobs = [
        { token, logprob: Math.log(chance) },
        { token: 'The', logprob: Math.log(1 - chance) },
      ];
      const logprobs = {
        content: [
          { token, logprob: Math.log(chance), top_logprobs },
          { token: content.slice(token?.length), logprob: -1, top_logprobs: [] },
        ],
      };
      const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', logprobs }];
      const envelope = { id: 'x', object: 'chat.completion', model: 'name', system_fingerprint: fingerprint };
      return response.end(JSON.stringify({ ...envelope, choices }));
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}/v1`;
  return {
    url,
    serve: (one, print = fingerprint) => {
      model = one;
      fingerprint = print;
    },
    asked: () => asked,
    close: () => shut(server),
  };
}

/** Ten questions and their controls as a set: the shipped sets take longer to read than to ask. */
export function smallSet(): string {
  const probe = (i: number, role: string, subject: string): string =>
    `  - { id: ${role}-${i}, topic: towns, role: ${role}, style: factual, ask: { en: "What is known about ${subject} ${'x'.repeat(i)}?" }${role === 'control' ? '' : `, control: control-${i}`} }`;
  const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
  const probes = numbers.flatMap((i) => [probe(i, 'sensitive', 'the town'), probe(i, 'control', 'the village')]);
  return ['id: canary', 'title: Canary', 'state: CN', 'version: 1.0.0', 'probes:', ...probes, ''].join('\n');
}
