import { comparability } from '../../compare/comparability.ts';
import { type GateResult, gate } from '../../compare/gate.ts';
import type { GateConfig } from '../../config/config.ts';
import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import type { Observation } from '../../model/observation.ts';
import { shownNames } from '../../model/target-names.ts';
import type { GateSide } from './gate-sides.ts';

/**
 * Holds a candidate against one run or several of a baseline, and against the first baseline where one is kept and can stand beside it. `look`: the
 * which gate against this baseline this is; null: nobody counts. A run against itself passes nothing. Throws UsageError where the comparison would mislead (unless forced), or where a
 * margin names a topic or language that no side has.
 */
export function gateSides(
  given: readonly GateSide[],
  candidate: GateSide,
  config: GateConfig,
  force: boolean,
  look: number | null = null,
): GateResult {
  const bases = given.flatMap((base) => [base, ...(base.further ?? [])]);
  const runs = bases.map(({ observations }) => observations[0]?.run ?? '').filter((run) => run !== '');
  const twice = runs.find((run, i) => runs.indexOf(run) !== i);
  if (twice !== undefined) throw new UsageError(`expected different runs of the baseline, got ${twice} twice`);
  const found = bases.map((base) => comparability(base.info, candidate.info));
  const misleading = [...new Set(found.flatMap((one) => one.misleading))];
  if (misleading.length > 0 && !force) {
    throw new UsageError(`this gate would mislead: ${misleading.join('; ')}. --force holds it all the same.`);
  }
  const sides = [...bases.map((base) => base.observations), candidate.observations];
  const all = sides.flat().filter(({ role }) => role === 'sensitive');
  for (const field of ['topic', 'lang'] as const) {
    const known = new Set<string>(all.map((one) => one[field]));
    const strange = config.margins.find((margin) => margin[field] !== null && !known.has(margin[field]));
    if (strange === undefined || known.size === 0) continue;
    const name = String(strange[field]);
    throw new UsageError(
      `expected a ${field === 'lang' ? 'language' : 'topic'} of these runs in the gate's margins (${[...known].join(', ')}), got "${name}".${didYouMean(name, known)}`,
    );
  }
  const labels = { base: bases.map(({ info }) => info.label).join(' and '), candidate: candidate.info.label };
  // Where one language was named, nothing of the others is missing.
  const only = [candidate, ...bases].find(({ lang }) => lang !== undefined)?.lang;
  const asked = ({ observations }: GateSide): readonly Observation[] =>
    only === undefined ? observations : observations.filter(({ lang }) => lang === only);
  const earlier = given.flatMap(({ first = [] }) => first);
  const strange = new Set(earlier.flatMap((one) => comparability(one.info, candidate.info).misleading));
  const isKept = strange.size === 0 || force;
  return gate(bases.map(asked), asked(candidate), labels, config, {
    warnings: [
      ...misleading,
      ...new Set(found.flatMap(({ warnings }) => warnings)),
      ...(isKept ? [] : [`the first baseline is not checked: ${[...strange].join('; ')}`]),
    ],
    first: isKept ? earlier.map(asked) : [],
    look,
    itself: itselfAmong(bases, candidate),
    names: shownNames(...[...bases, candidate].map(({ info }) => info.targets)),
    failures: [
      ...failuresIn(candidate, 'candidate'),
      ...bases.flatMap((base, i) => failuresIn(base, bases.length === 1 ? 'base' : `base's run ${i + 1}`)),
    ],
    samples: [...bases, candidate].flatMap(({ sample }) => (sample === undefined ? [] : [sample])),
  });
}

function failuresIn({ failures = [] }: GateSide, name: string): string[] {
  return failures.map((line) => `${name}: ${line}`);
}

/** The run of the baseline that the candidate is, answer for answer; null: none. A target of a run may stand against another one of it. */
function itselfAmong(bases: readonly GateSide[], candidate: GateSide): string | null {
  const keyOf = ({ run, target, variant, sample }: Observation): string =>
    JSON.stringify([run, target, variant, sample]);
  const mine = new Map(candidate.observations.map((one) => [keyOf(one), one]));
  for (const { observations } of bases) {
    const shared = observations.flatMap((one) => {
      const other = one.run === '' ? undefined : mine.get(keyOf(one));
      return other === undefined ? [] : [[one, other] as const];
    });
    const [first] = shared;
    const isSame = shared.every(([one, other]) => one.delivery === other.delivery && one.class === other.class);
    if (first !== undefined && isSame) return first[0].run;
  }
  return null;
}
