import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool, request } from 'undici';
import { findAddress } from './find-address.ts';

/** Headers of a response, names in lower case. */
export type ReplyHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A response whose body has not been read yet. */
export interface HttpReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Readable;
}

/** One request. Headers are sent as they are; nothing is added from the environment. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** Headers that may go to another origin where a redirect leads; absent: such a redirect is refused. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** A redirect that was not followed, because headers and prompt would have gone where the configuration does not say. */
export class RedirectError extends Error {
  constructor(from: string, to: string) {
    super(
      `the server redirects to ${to}, another origin than ${from}: neither key nor prompt is sent there; set baseURL to the address that is meant`,
    );
    this.name = 'RedirectError';
  }
}

type Env = Readonly<Record<string, string | undefined>>;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 5;
/** The caller's deadline is the only limit: undici's own would end a silent body after 300 s. */
const NO_LIMITS = {
  headersTimeout: 0,
  bodyTimeout: 0,
  connect: { timeout: 30_000, autoSelectFamily: true, lookup: findAddress },
};

/**
 * HTTP over undici, with the proxies that the environment names (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`; loopback
 * addresses are never proxied) and no time limits but the caller's signal. Redirects are followed within an origin, and
 * elsewhere only by requests that say what may go there.
 */
export class HttpClient {
  readonly #direct: Agent;
  readonly #proxied: Dispatcher | null;

  /** `ca` is a certificate (PEM) to trust beside those of the system. */
  constructor(env: Env, ca: string | null = null) {
    const trusted = ca === null ? {} : { ca: [...rootCertificates, ca] };
    this.#direct = new Agent({ ...NO_LIMITS, connect: { ...NO_LIMITS.connect, ...trusted } });
    this.#proxied = proxyAgent(env, trusted);
  }

  /** Throws undici's errors, the signal's reason, and RedirectError; any status is an answer. */
  async send(wanted: HttpRequest): Promise<HttpReply> {
    let url = wanted.url;
    let { headers } = wanted;
    for (let hop = 0; ; hop++) {
      const reply = await this.#sendOnce({ ...wanted, headers }, url);
      const location = reply.headers.location;
      if (!REDIRECTS.has(reply.status) || typeof location !== 'string' || hop >= MAX_REDIRECTS) return reply;
      const next = new URL(location, url);
      reply.body.on('error', ignoreLateErrors).destroy();
      const { origin } = new URL(url);
      if (next.origin !== origin) {
        if (wanted.elsewhere === undefined) throw new RedirectError(origin, next.origin + next.pathname);
        headers = wanted.elsewhere;
      }
      url = next.href;
    }
  }

  /** What carries a request to an address: the way past a proxy, or through it. */
  dispatcherFor(url: string): Dispatcher {
    return this.#proxied === null || isLoopback(url) ? this.#direct : this.#proxied;
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct.destroy(), this.#proxied?.destroy()]);
  }

  async #sendOnce({ method, headers, body, signal }: HttpRequest, url: string): Promise<HttpReply> {
    const dispatcher = this.dispatcherFor(url);
    const reply = await request(url, { method, headers: { ...headers }, body, signal, dispatcher });
    return { status: reply.statusCode, headers: reply.headers, body: decompressed(reply.body, reply.headers) };
  }
}

function proxyAgent(env: Env, trusted: { readonly ca?: string[] }): Dispatcher | null {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? env.all_proxy ?? env.ALL_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? env.all_proxy ?? env.ALL_PROXY ?? '';
  if (httpProxy === '' && httpsProxy === '') return null;
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? '';
  return new EnvHttpProxyAgent({
    ...NO_LIMITS,
    httpProxy,
    httpsProxy: httpsProxy === '' ? httpProxy : httpsProxy,
    noProxy,
    proxyTunnel: false,
    requestTls: trusted,
    factory: (origin, options) => new Pool(origin, { ...options, headersTimeout: 0, bodyTimeout: 0 }),
  });
}

/** True for this machine by every name: what is written here never leaves it, whatever proxy the environment names. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  // URL writes every form of an IPv4 address with dots, and one inside an IPv6 address in hexadecimal.
  return /^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/.test(host);
}

/** No encoding is asked for; some gateways compress all the same. */
function decompressed(body: Readable, headers: ReplyHeaders): Readable {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return body;
  const decoder =
    encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : createGunzip();
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

function ignoreLateErrors(): void {
  return;
}
