import type { TargetKind } from '../model/target-kind.ts';
import { HttpClient } from './http/http-client.ts';
import { readJson } from './http/read-json.ts';
import type { UsualServer } from './provider.ts';
import { PROVIDERS } from './providers.ts';

/** A model server that was found. */
export interface FoundServer {
  /** Its name in messages. */
  readonly server: string;
  /** Kind of target to ask it with. */
  readonly provider: TargetKind;
  readonly baseURL: string;
  /** Names of the models that it lists. */
  readonly models: readonly string[];
  /** Set where it has none to list yet: its model is still being loaded, or the list wants a key. */
  readonly state?: 'loading' | 'locked';
}

/** A server to look for, and what to ask it with. */
export type ServerToFind = UsualServer & { readonly provider: TargetKind };

/** What usually listens on this machine. */
export function usualServers(): ServerToFind[] {
  const kinds = Object.keys(PROVIDERS) as TargetKind[];
  return kinds.flatMap((provider) => PROVIDERS[provider].servers.map((server) => ({ ...server, provider })));
}

/**
 * Looks for model servers, all addresses at once. What listens there and is no model server is not found. Never throws;
 * an address that does not answer in time (milliseconds) is passed over.
 */
export async function discoverServers(
  servers: readonly ServerToFind[] = usualServers(),
  timeoutMs = 1_500,
): Promise<FoundServer[]> {
  const http = new HttpClient({});
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const found = await Promise.all(servers.map((server) => lookAt(http, server, signal)));
    return found.filter((server) => server !== null);
  } finally {
    await http.close();
  }
}

async function lookAt(http: HttpClient, usual: ServerToFind, signal: AbortSignal): Promise<FoundServer | null> {
  const { server, provider, listPath, modelsIn, baseURL } = usual;
  const root = usual.root.replace(/\/+$/, '');
  const { status, value, message } = await readJson(http, root + listPath, {}, signal);
  const found = { server, provider, baseURL: baseURL(root), models: [] };
  if (status === 503 && /\bloading\b/i.test(message ?? '')) return { ...found, state: 'loading' };
  if (status === 401 && /\b(api[ -]?key|unauthori[sz]ed)\b/i.test(message ?? '')) return { ...found, state: 'locked' };
  const models = value === null ? null : modelsIn(value);
  return models === null ? null : { ...found, models };
}
