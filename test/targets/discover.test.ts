import { describe, expect, it } from 'vitest';
import { discoverServers, type ServerToFind, usualServers } from '../../src/targets/discover.ts';
import { loadExchanges, startPlayback } from '../servers/playback.ts';
import { json, startScripted } from '../servers/scripted.ts';

function usual(name: string): ServerToFind {
  const found = usualServers().find(({ server }) => server === name);
  if (found === undefined) throw new Error(`no row looks for ${name}`);
  return found;
}

describe('discoverServers', () => {
  it('finds servers with their models, and passes over what is none', async () => {
    const all = loadExchanges();
    const ollama = await startPlayback(all.filter(({ server }) => server === 'ollama'));
    const llama = await startPlayback(all.filter(({ server }) => server === 'llama-server'));
    const website = await startScripted(() => ({
      headers: { 'content-type': 'text/html' },
      parts: ['<html>Hello</html>'],
    }));
    const silent = await startScripted(() => ({ after: 'hang' }));
    const other = await startScripted(() => json(200, { data: 'no list' }));
    const found = await discoverServers(
      [
        { ...usual('Ollama'), root: ollama.url },
        { ...usual('llama-server'), root: llama.url },
        { ...usual('LM Studio'), root: website.url },
        { ...usual('vLLM'), root: silent.url },
        { ...usual('vLLM'), root: other.url },
        { ...usual('vLLM'), root: 'http://127.0.0.1:9' },
      ],
      500,
    );
    for (const server of [ollama, llama, website, silent, other]) await server.close();
    expect(found).toEqual([
      {
        server: 'Ollama',
        provider: 'ollama',
        baseURL: ollama.url,
        models: ['wired-t:latest', 'qwen-system:latest', 'qwen:latest', 'wired:latest'],
      },
      {
        server: 'llama-server',
        provider: 'openai',
        baseURL: `${llama.url}/v1`,
        models: ['/models/qwen2.5-coder-0.5b-instruct.gguf'],
      },
    ]);
  });

  it('tells a server that is still loading, or wants a key, from one that is none', async () => {
    const loading = await startScripted(() => json(503, { error: { message: 'Loading model', code: 503 } }));
    const locked = await startScripted(() => json(401, { error: { message: 'Invalid API Key' } }));
    const busy = await startScripted(() => json(503, { error: { message: 'Service Unavailable' } }));
    const found = await discoverServers(
      [loading, locked, busy].map(({ url }) => ({ ...usual('llama-server'), root: url })),
      5_000,
    );
    for (const server of [loading, locked, busy]) await server.close();
    expect(found.map(({ baseURL, models, state }) => [baseURL, models, state])).toEqual([
      [`${loading.url}/v1`, [], 'loading'],
      [`${locked.url}/v1`, [], 'locked'],
    ]);
  });
});
