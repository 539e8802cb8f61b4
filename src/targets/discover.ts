import { HttpClient } from './http/http-client.ts';
import { objectsIn, readJson } from './http/read-json.ts';

/** A model server that was found. */
export interface FoundServer {
  readonly server: 'ollama' | 'llama-server' | 'lm-studio' | 'vllm';
  /** Kind of target to ask it with. */
  readonly provider: 'ollama' | 'openai';
  readonly baseURL: string;
  /** Names of the models that it lists. */
  readonly models: readonly string[];
}

/** Where to look: a server's kind and the address of its root. */
export interface ServerAddress {
  readonly server: FoundServer['server'];
  readonly root: string;
}

/** The usual addresses on this machine. */
const USUAL_SERVERS: readonly ServerAddress[] = [
  { server: 'ollama', root: 'http://127.0.0.1:11434' },
  { server: 'llama-server', root: 'http://127.0.0.1:8080' },
  { server: 'lm-studio', root: 'http://127.0.0.1:1234' },
  { server: 'vllm', root: 'http://127.0.0.1:8000' },
];

/**
 * Looks for model servers, all addresses at once. What listens there and is no model server is not found. Never throws;
 * an address that does not answer in time (milliseconds) is passed over.
 */
export async function discoverServers(
  addresses: readonly ServerAddress[] = USUAL_SERVERS,
  timeoutMs = 1_500,
): Promise<FoundServer[]> {
  const http = new HttpClient({});
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const found = await Promise.all(addresses.map((address) => lookAt(http, address, signal)));
    return found.filter((server) => server !== null);
  } finally {
    await http.close();
  }
}

async function lookAt(
  http: HttpClient,
  { server, root }: ServerAddress,
  signal: AbortSignal,
): Promise<FoundServer | null> {
  const base = root.replace(/\/+$/, '');
  if (server === 'ollama') {
    const { value } = await readJson(http, `${base}/api/tags`, {}, signal);
    if (!Array.isArray(value?.models)) return null;
    const models = objectsIn(value.models).map(({ name }) => String(name));
    return { server, provider: 'ollama', baseURL: base, models };
  }
  const { value } = await readJson(http, `${base}/v1/models`, {}, signal);
  if (!Array.isArray(value?.data)) return null;
  const models = objectsIn(value.data).map(({ id }) => String(id));
  return { server, provider: 'openai', baseURL: `${base}/v1`, models };
}
