import type { Reply } from '../../model/reply.ts';
import { deliveryOf } from '../../reading/delivery.ts';
import type { Target } from '../../targets/target.ts';

/** Statuses by which servers refuse a request for a schema; llama-cpp-python says 500. */
const REFUSALS = new Set([400, 404, 415, 422, 500, 501]);

/**
 * A target that is asked without a schema where the server refuses one, and from then on. A filter, an overload or a broken
 * connection is no such refusal.
 */
export function withSchemaFallback(target: Target): Target {
  let takesSchema = true;
  return {
    ...target,
    async ask({ schema, ...plain }) {
      if (schema === undefined || !takesSchema) return target.ask(plain);
      const reply = await target.ask({ ...plain, schema });
      if (!mayRefuseSchema(reply, target)) return reply;
      const again = await target.ask(plain);
      if (again.failure !== null) return reply;
      takesSchema = false;
      return again;
    },
  };
}

function mayRefuseSchema(reply: Reply, { spec }: Target): boolean {
  if (reply.failure === null || reply.status === null || !REFUSALS.has(reply.status)) return false;
  return deliveryOf(reply, spec.where).delivery === 'error';
}
