import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import { armIn, withoutArm } from '../../model/arm.ts';
import type { TargetRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';

/** Where the seats of model families stand. */
export const JURISDICTIONS_FILE = 'data/jurisdictions.json';

const table = z.object({ families: z.record(z.string(), z.string()), models: z.record(z.string(), z.string()) });
const config = z.object({ targets: z.array(z.object({ id: z.string(), jurisdiction: z.string().optional() })) });

/** The state (ISO 3166) in which a model's maker has its seat, by its name or its family; null where neither tells. */
export function jurisdictionOf({ model, family }: Pick<TargetRecord, 'model' | 'family'>): string | null {
  const { families, models } = table.parse(JSON.parse(readFileSync(join(PACKAGE_ROOT, JURISDICTIONS_FILE), 'utf8')));
  const name = model.toLowerCase();
  const own = Object.entries(models).find(([part]) => name.includes(part))?.[1];
  return own ?? (family === null ? null : (families[family] ?? null));
}

/** By target of a run: its jurisdiction, as configured, else that of its family; targets of which neither tells are left out. */
export async function targetJurisdictions(store: Store, runId: string): Promise<Map<string, string>> {
  const [run, targets] = await Promise.all([store.findRun(runId, 'any'), store.targets(runId)]);
  const parsed = config.safeParse(run?.config);
  const written = new Map(
    (parsed.success ? parsed.data.targets : []).map(({ id, jurisdiction }) => [id, jurisdiction] as const),
  );
  return new Map(
    targets.flatMap((target) => {
      const found = written.get(withoutArm(target.id, armIn(target.id))) ?? jurisdictionOf(target);
      return found === null ? [] : [[target.id, found] as const];
    }),
  );
}
