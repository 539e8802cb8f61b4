import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isLoopback } from '../../../src/targets/http/http-client.ts';
import { chatStream, listen, type ScriptedServer, shut, startScripted } from '../../servers/scripted.ts';
import { askOnce } from '../spec.ts';

let proxy: Server;
let model: ScriptedServer;
const seen: string[] = [];

/** A proxy that forwards and tunnels every name to the model server on this machine. */
async function start(): Promise<string> {
  model = await startScripted(() => chatStream(['Through the proxy.']));
  seen.length = 0;
  proxy = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? 'no login'}`);
    const { pathname } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = request({ port: model.port, host: '127.0.0.1', path: pathname, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  proxy.on('connect', (incoming, socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    const onward = connect(model.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => end.destroy());
  });
  return `127.0.0.1:${await listen(proxy)}`;
}

afterEach(async () => {
  await model.close();
  await shut(proxy);
});

describe('a proxy of the environment', () => {
  it('is used for http, with its login', async () => {
    const address = await start();
    const reply = await askOnce({ baseURL: 'http://model.test/v1' }, undefined, {
      HTTP_PROXY: `http://u:p@${address}`,
    });
    expect(reply).toMatchObject({ text: 'Through the proxy.', finish: 'stop' });
    expect(seen).toEqual([`POST http://model.test/v1/chat/completions Basic ${btoa('u:p')}`]);
  });

  it('is used for https, by a tunnel', async () => {
    const address = await start();
    const reply = await askOnce({ baseURL: 'https://model.test/v1', timeoutSeconds: 3 }, undefined, {
      https_proxy: `http://${address}`,
    });
    expect(seen[0]).toBe('CONNECT model.test:443');
    expect(reply.failure?.kind).toBe('connection');
  });

  it('is not used for names in NO_PROXY', async () => {
    const address = await start();
    const env = { HTTP_PROXY: `http://${address}`, NO_PROXY: '.invalid' };
    const reply = await askOnce({ baseURL: 'http://model.invalid/v1' }, undefined, env);
    expect(seen).toEqual([]);
    expect(reply.failure?.kind).toBe('connection');
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '127.1', '0.0.0.0'])(
    'is not used for this machine as %s',
    async (host) => {
      const address = await start();
      const env = { HTTP_PROXY: `http://${address}`, http_proxy: `http://${address}`, ALL_PROXY: `http://${address}` };
      const reply = await askOnce({ baseURL: `http://${host}:${model.port}/v1` }, undefined, env);
      expect(reply.text).toBe('Through the proxy.');
      expect(seen).toEqual([]);
    },
  );

  it.each([
    ['http://localhost./v1', true],
    ['http://model.localhost:8000/', true],
    ['http://[::1]:11434/', true],
    ['http://[::ffff:127.0.0.1]/', true],
    ['http://2130706433/', true],
    ['http://127.example.com/', false],
    ['http://localhost.example.com/', false],
    ['http://notlocalhost/', false],
    ['http://10.0.0.1/', false],
    ['http://[::2]/', false],
  ])('takes %s for this machine: %s', (url, own) => {
    expect(isLoopback(url)).toBe(own);
  });
});
