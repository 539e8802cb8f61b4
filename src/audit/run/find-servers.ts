import { writeConfig } from '../../config/write-config.ts';
import { discoverServers, type FoundServer } from '../../targets/discover.ts';

/** Servers found on this machine, and the commented `candor.yaml` for them. */
export interface FoundSetup {
  readonly servers: readonly FoundServer[];
  readonly config: string;
}

/** Looks for model servers at their usual ports. */
export async function findServers(): Promise<FoundSetup> {
  const servers = await discoverServers();
  return { servers, config: writeConfig(servers) };
}
