import { checkCounts } from './check-counts.ts';
import { checkFindings } from './check-findings.ts';
import { checkPairs } from './check-pairs.ts';
import { checkRelease } from './check-release.ts';
import { checkTables, type Mismatch } from './check-tables.ts';
import { checkTerminal } from './check-terminal.ts';
import { randomStore } from './random-store.ts';
import { saidOf } from './said.ts';

/** Everything said of the random store of a seed that its rows do not bear out. */
export async function checkWords(seed: number): Promise<Mismatch[]> {
  const made = await randomStore(seed);
  const said = await saidOf(made);
  return [checkTables, checkFindings, checkCounts, checkPairs, checkRelease, checkTerminal].flatMap((check) =>
    check(said, made),
  );
}
