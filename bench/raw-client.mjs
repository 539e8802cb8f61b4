import { Agent, request } from 'undici';

// The least that asking costs: the same requests by undici alone, each body read and dropped. Usage: node raw-client.mjs URL AT-ONCE CALLS
const [url, atOnce, calls] = process.argv.slice(2);
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
const body = JSON.stringify({
  model: 'bench',
  messages: [{ role: 'user', content: 'Bench question number 7?' }],
  stream: true,
  stream_options: { include_usage: true },
  temperature: 1,
  max_tokens: 1024,
  seed: 7,
});
const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
let left = Number(calls);
async function ask() {
  while (left-- > 0) {
    const reply = await request(url, { method: 'POST', headers, body, dispatcher });
    for await (const part of reply.body) void part;
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, ask));
await dispatcher.close();
