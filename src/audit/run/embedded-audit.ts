import { join } from 'node:path';
import type { AuditConfig } from '../../config/config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import type { TargetKind } from '../../model/target-kind.ts';
import { providerOf } from '../../targets/providers.ts';

/** The audit that needs no server, key or network, and what had to be left out of it. */
export interface EmbeddedAudit {
  readonly config: AuditConfig;
  /** Ids of targets left out because the optional engine is not installed. */
  readonly withoutEngine: readonly string[];
}

/** Loads the audit that ships with the package: the demo probes against the recording and the tiny hand-wired model. */
export async function embeddedAudit(env: Readonly<Record<string, string | undefined>>): Promise<EmbeddedAudit> {
  const config = await loadConfig(join(PACKAGE_ROOT, 'runs/demo.yaml'), env);
  const needsEngine = config.targets.filter(({ spec }) => !engineIsInstalled(spec.provider));
  const targets = config.targets.filter((target) => !needsEngine.includes(target));
  return { config: { ...config, targets }, withoutEngine: needsEngine.map(({ spec }) => spec.id) };
}

function engineIsInstalled(kind: TargetKind): boolean {
  const { engine } = providerOf(kind);
  if (engine === null) return true;
  try {
    import.meta.resolve(engine.name);
    return true;
  } catch {
    return false;
  }
}
