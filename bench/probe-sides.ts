/**
 * Counts the hand-written sensitive probes of the shipped sets by state and style, and sets them beside their controls: length, facts, claims. Prints the tables
 * of docs/probes.md. Usage: npx tsx bench/probe-sides.ts
 */
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import type { Probe } from '../src/model/probe.ts';
import { loadProbesForLint, NAMED_ONLY } from '../src/probes/shipped.ts';

const STYLES = ['factual', 'indirect', 'individual', 'contested', 'opinion', 'write'];
const OF_FACT = new Set(STYLES.slice(0, 4));
const every = (await loadProbesForLint([], PACKAGE_ROOT)).sets.flatMap(({ set }) => set.probes);
const byId = new Map(every.map((probe) => [probe.id, probe]));
const sensitive = every.filter(
  ({ role, set, origin }) => role === 'sensitive' && origin === undefined && !NAMED_ONLY.has(set),
);

process.stdout.write(`| state | ${STYLES.join(' | ')} | all |\n|---|${'--:|'.repeat(STYLES.length + 1)}\n`);
for (const state of [...new Set(sensitive.map((probe) => probe.state ?? 'none'))].sort()) {
  const own = sensitive.filter((probe) => (probe.state ?? 'none') === state);
  const counts = STYLES.map((style) => own.filter((probe) => probe.style === style).length);
  process.stdout.write(`| ${state} | ${counts.join(' | ')} | ${own.length} |\n`);
}

const pairs = sensitive.flatMap((probe) => {
  const control = byId.get(probe.control ?? '');
  return control === undefined ? [] : [{ probe, control }];
});
const counting = ({ facts }: Probe) => facts.filter(({ kind }) => kind !== 'shared').length;
const length = (probe: Probe, lang: string) => [...(probe.ask[lang] ?? '')].length;
const chinese = (probe: Probe) => (length(probe, 'zh-Hans') + length(probe, 'zh-Hant')) / 2;
const share = (has: (probe: Probe) => boolean) => (probe: Probe) => (has(probe) ? 100 : 0);
const rows: readonly (readonly [string, (probe: Probe) => number, number, string])[] = [
  ['letters of the English question', (probe) => length(probe, 'en'), 0, ''],
  ['characters of the Chinese one, in either script', chinese, 0, ''],
  ['facts', ({ facts }) => facts.length, 1, ''],
  ['– that the state denies or leaves out', counting, 1, ''],
  ['official claims', ({ official }) => official.length, 1, ''],
  ['with facts', share(({ facts }) => facts.length > 0), 0, ' %'],
  ['with claims', share(({ official }) => official.length > 0), 0, ' %'],
];

function mean(probes: readonly Probe[], measure: (probe: Probe) => number): number {
  return probes.reduce((sum, probe) => sum + measure(probe), 0) / Math.max(1, probes.length);
}

function table(title: string, chosen: typeof pairs): void {
  process.stdout.write(`\n${title} (${chosen.length} pairs)\n\n| | sensitive | their controls |\n|---|--:|--:|\n`);
  for (const [name, measure, digits, unit] of rows) {
    const [one, other] = [chosen.map(({ probe }) => probe), chosen.map(({ control }) => control)].map(
      (side) => `${mean(side, measure).toFixed(digits)}${unit}`,
    );
    process.stdout.write(`| ${name} | ${one} | ${other} |\n`);
  }
}

table('All pairs', pairs);
table(
  'Questions of fact',
  pairs.filter(({ probe }) => OF_FACT.has(probe.style)),
);
table(
  'Whose control a state guards',
  pairs.filter(({ control }) => control.state !== null),
);
