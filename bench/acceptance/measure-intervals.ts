import { compare } from '../../src/compare/compare.ts';
import { summarize } from '../../src/compare/summarize.ts';
import { drawAnswers, observed } from './answers.ts';
import { chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import type { ChangeScenario, ContrastScenario, RateScenario, World } from './scenario.ts';
import { type Given, Tally } from './tally.ts';
import { changed, clustersOf, drawQuestions } from './world.ts';

/** Under so many clusters a figure has neither interval nor p. */
const FEWEST = 6;
const NOTHING: Given = { value: null, lo: null, hi: null };

/** The row that stands for all languages together where there are several. */
function total<
  T extends { readonly lang: string | null; readonly topic: string | null; readonly style?: string | null },
>(rows: readonly T[], { langs }: World): T | undefined {
  return rows.find(
    ({ lang, topic, style = null }) => topic === null && style === null && (langs === 1 || lang === null),
  );
}

/** Coverage, presence and width. */
function figures(
  tally: Tally,
  clusters: number,
  audits: number,
  kind: 'covers' | 'bounds-cover' = 'covers',
): Finding[] {
  const found: Finding[] = [];
  if (clusters < FEWEST) return [{ criterion: 'few-clusters', value: tally.share, n: audits }];
  found.push({ criterion: 'has-interval', value: tally.share, n: audits });
  const { coverage, meanWidth, bestWidth } = tally;
  if (coverage === null) return found;
  const n = Math.round(tally.share * audits);
  found.push({ criterion: kind, value: coverage, n });
  if (kind === 'bounds-cover') return found;
  found.push({ criterion: 'covers-always', value: coverage, n });
  if (meanWidth !== null && bestWidth !== null)
    found.push({ criterion: 'width', value: meanWidth, n, beside: bestWidth });
  return found;
}

/** A rate's interval; where answers are withheld, its bounds. */
export function measureRate({ label, world, missing }: RateScenario, audits: number): Finding[] {
  const chance = chanceOf(label);
  const anything = missing.refused + missing.other > 0;
  const tally = new Tally(world.rate, [0, 1]);
  let clusters = 0;
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    clusters = clustersOf(questions);
    const answers = drawAnswers(questions, world, chance).map((answer) => {
      const withheld = anything && chance.uniform() < (answer.refused ? missing.refused : missing.other);
      return observed(answer, 'model', { withheld });
    });
    const row = total(summarize(answers).rows, world);
    tally.add(row === undefined ? NOTHING : given(row, anything));
  }
  return figures(tally, clusters, audits, anything ? 'bounds-cover' : 'covers');
}

type Row = ReturnType<typeof summarize>['rows'][number];

function given(row: Row, bounds: boolean): Given {
  const { rate, lo, hi } = row.refusal;
  if (!bounds) return { value: rate, lo, hi };
  const found = row.bounds;
  return found === null ? { value: rate, lo, hi } : { value: rate, lo: found.refusal.lo, hi: found.refusal.hi };
}

/** Sensitive − control. */
export function measureContrast({ label, world }: ContrastScenario, audits: number): Finding[] {
  const chance = chanceOf(label);
  const tally = new Tally(world.rate - (world.controlRate ?? 0), [-1, 1]);
  let clusters = 0;
  let away = 0;
  let rows = 0;
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    clusters = clustersOf(questions);
    const answers = drawAnswers(questions, world, chance).map((answer) => observed(answer, 'model'));
    const all = summarize(answers).contrasts.filter((one) => one.class === 'refusal');
    const found = total(all, world);
    if (found === undefined) {
      tally.add(NOTHING);
      continue;
    }
    const { diff: value, lo, hi } = found;
    tally.add({ value, lo, hi });
    if (lo !== null && hi !== null) {
      rows += 1;
      if (lo > 0 || hi < 0) away += 1;
    }
  }
  const alike = world.rate === world.controlRate && rows > 0 && clusters >= FEWEST;
  const found = figures(tally, clusters, audits);
  return alike ? [...found, { criterion: 'type-one', value: away / rows, n: rows }] : found;
}

/** Candidate − base. */
export function measureChange({ label, world, change }: ChangeScenario, audits: number): Finding[] {
  const chance = chanceOf(label);
  const tally = new Tally(change.rise, [-1, 1]);
  let clusters = 0;
  let tests = 0;
  let low = 0;
  let contradictions = 0;
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    clusters = clustersOf(questions);
    const base = drawAnswers(questions, world, chance).map((answer) => observed(answer, 'base'));
    const after = drawAnswers(changed(questions, world, change, chance), world, chance);
    const candidate = after.map((answer) => observed(answer, 'candidate'));
    // Holm's correction, since flips for a family of three would be most of the work and change no cell's own figures.
    const { cells } = compare(base, candidate, { base: 'base', candidate: 'candidate' }, { correction: 'holm' });
    const cell = total(
      cells.filter((one) => one.class === 'refusal'),
      world,
    );
    if (cell === undefined) {
      tally.add(NOTHING);
      continue;
    }
    const { diff: value, lo, hi, p, p_adjusted: adjusted, family } = cell;
    tally.add({ value, lo, hi });
    if (p === null || lo === null || hi === null) continue;
    tests += 1;
    if (p <= 0.05) low += 1;
    if (contradict(p, { lo, hi }) || contradict(adjusted ?? p, family ?? { lo, hi })) contradictions += 1;
  }
  const found = figures(tally, clusters, audits);
  if (tests === 0 || clusters < FEWEST) return found;
  if (change.rise === 0) found.push({ criterion: 'type-one', value: low / tests, n: tests });
  return [...found, { criterion: 'contradiction', value: contradictions / tests, n: tests }];
}

/** Whether a p finds a difference and the interval holds 0, or the other way round; a bound of just 0 is beside a finding, not inside. */
function contradict(p: number, { lo, hi }: { readonly lo: number; readonly hi: number }): boolean {
  return p <= 0.05 ? lo < 0 && hi > 0 : lo > 0 || hi < 0;
}
