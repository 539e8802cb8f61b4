import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { parseYamlSource } from '../lib/yaml-source.ts';
import type { AuditConfig } from './config.ts';
import { type Env, expandEnv } from './expand-env.ts';
import { gateOf } from './gate-config.ts';
import { probeNames, readConfig } from './load-config.ts';
import { configSchema } from './schema.ts';

/** What of a file decides how large its audit is and how its gate decides. */
export interface PlannedAudit
  extends Pick<AuditConfig, 'probes' | 'topics' | 'styles' | 'tags' | 'languages' | 'samples' | 'gate'> {
  /** Targets that are audited. */
  readonly targets: number;
  /** True where all of them are asked at temperature 0, so that samples of a question are copies. */
  readonly identical: boolean;
}

const looseParams = z.looseObject({ temperature: z.unknown().optional() }).optional();
const loose = z.looseObject({
  params: looseParams,
  targets: z.array(z.looseObject({ audit: z.unknown().optional(), params: looseParams })).default([]),
});

/** Reads that from a `candor.yaml`, without its targets' keys and addresses. Throws ConfigError. */
export async function loadPlan(file: string, env: Env): Promise<PlannedAudit> {
  const source = parseYamlSource(await readConfig(file), file);
  const { value } = expandEnv(source.value ?? {}, env);
  const { data, mistakes } = checkSource(
    { ...source, value: { ...Object(value), targets: [], judges: [] } },
    configSchema,
  );
  if (data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  const { params, targets } = loose.catch({ params: undefined, targets: [] }).parse(value);
  const audited = targets.filter(({ audit }) => audit !== false);
  const { topics, styles, tags, languages, samples } = data;
  return {
    probes: probeNames(data.probes, dirname(file)),
    topics,
    styles,
    tags,
    languages,
    samples,
    gate: gateOf(data),
    targets: audited.length,
    identical:
      audited.length > 0 && audited.every((target) => (target.params?.temperature ?? params?.temperature) === 0),
  };
}
