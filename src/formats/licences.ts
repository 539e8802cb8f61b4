import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';

/** A licence of data or texts, by the names under which the places of publication know it. */
export interface Licence {
  /** Identifier of the SPDX list, as `CITATION.cff` wants it. */
  readonly spdx: string;
  /** Identifier of Zenodo's vocabulary. */
  readonly zenodo: string;
}

/** Licences for data and texts that SPDX and Zenodo both know. Add one by naming it here. */
const SPDX = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-ND-4.0',
  'CC-BY-NC-ND-4.0',
  'ODbL-1.0',
  'ODC-By-1.0',
  'PDDL-1.0',
  'Apache-2.0',
  'MIT',
] as const;

/** Finds a licence by its identifier, in capitals or not. Throws UsageError with the known ones. */
export function licenceOf(name: string): Licence {
  const spdx = SPDX.find((one) => one.toLowerCase() === name.trim().toLowerCase());
  if (spdx !== undefined) return { spdx, zenodo: spdx.toLowerCase() };
  throw new UsageError(
    `expected a licence of data (${SPDX.join(', ')}), got "${name}".${didYouMean(name, SPDX)} Of answers under other terms say so by hand, in the description of the deposit`,
  );
}
