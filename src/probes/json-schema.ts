import { z } from 'zod';
import { probeSetSchema } from './schema.ts';

/** JSON Schema (draft 7) of a probe set as people write it, for editors; `probes/schema.json` is this, printed. */
export function probeSetJsonSchema(): object {
  const schema = z.toJSONSchema(probeSetSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return {
    ...schema,
    title: 'Candor probe set',
    description: 'Probes with variants, controls, official claims and facts',
  };
}

/** The text of `probes/schema.json`. */
export function probeSetJsonSchemaText(): string {
  return `${JSON.stringify(probeSetJsonSchema(), null, 2)}\n`;
}
