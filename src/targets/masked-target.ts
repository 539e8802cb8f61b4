import { TargetError } from '../lib/errors.ts';
import { maskerFor } from '../model/secrets.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import type { Target } from './target.ts';

/**
 * Makes a target whose words about itself hold none of its secrets: not its identity, in which names of variables stand, nor
 * warnings, nor messages of errors. Replies are given as they came.
 */
export async function maskedTarget(spec: TargetSpec, make: () => Promise<Target>): Promise<Target> {
  const masker = maskerFor(spec);
  if (masker === null) return make();
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const { status, attempts } = error;
      throw new TargetError(masker.cut(error.message), { attempts, ...(status === null ? {} : { status }) });
    }
  };
  const target = await guarded(make);
  const { learned, batch } = target;
  return {
    get spec() {
      return target.spec;
    },
    async identify(signal, free) {
      const found = await guarded(() => target.identify(signal, free));
      const { kind, model, family } = found.identity;
      // What the user names the model by is never secret, whatever else has the same value.
      const identity = { ...masker.data(found.identity, true), kind, model, family };
      return { ...found, identity, warnings: found.warnings.map(masker.text) };
    },
    ask: (ask) => target.ask(ask),
    ...(batch === undefined ? {} : { batch }),
    ...(learned === undefined ? {} : { learned: () => learned.call(target).map(masker.text) }),
    close: () => target.close(),
  };
}
