import { basename } from 'node:path';
import type { ConfiguredTarget } from '../../config/config.ts';
import { UsageError } from '../../lib/errors.ts';
import { familyOf } from '../../lib/family.ts';

/** A model whose answers are to be judged. */
export interface Subject {
  readonly id: string;
  readonly family: string | null;
  readonly model: string;
}

/**
 * Refuses judges that would judge their own family: models of one maker share what they were taught to see. Gives a warning for each
 * judge whose family nobody knows. Throws UsageError naming both.
 */
export function requireOtherFamily(
  judges: readonly ConfiguredTarget[],
  subjects: readonly Subject[],
  sameFamily: boolean,
): string[] {
  const warnings: string[] = [];
  const makers = judges.map(({ spec }) => familyIn(spec));
  for (const [i, maker] of makers.entries()) {
    const first = makers.indexOf(maker);
    if (maker === null || first === i) continue;
    warnings.push(
      `the judges ${judges[first]?.spec.id} and ${judges[i]?.spec.id} are both of the family ${maker}: they share what it does not see, and their agreement says less`,
    );
  }
  for (const { spec } of judges) {
    const family = familyIn(spec);
    const kin = subjects.find((subject) => {
      const same = spec.model !== '' && modelName(subject) === modelName(spec);
      return same || (family !== null && familyIn(subject) === family);
    });
    if (kin !== undefined && !sameFamily) {
      const what = family === null ? 'are the same model' : `are both of the family ${family}`;
      throw new UsageError(
        `expected a judge of another family than the models it judges, but the judge ${spec.id} and ${kin.id} ${what}. Take another judge, or say --same-family.`,
      );
    }
    if (family === null) {
      warnings.push(
        `the family of the judge ${spec.id} is not known: make sure that it is not that of a model it judges`,
      );
    }
  }
  return warnings;
}

function familyIn({ family, model }: { readonly family: string | null; readonly model: string }): string | null {
  return (family ?? familyOf(basename(model)))?.toLowerCase() ?? null;
}

function modelName({ model }: { readonly model: string }): string {
  return basename(model).toLowerCase();
}
