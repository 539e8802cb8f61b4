import { expect, it } from 'vitest';
import { askedRun, requiredAnswer, startCli } from './asked-run.ts';

/** Answers long enough for the log of the store to be begun anew in mid-run, told apart by their beginning. */
const long = (prompt: string, seed: number | null): string => requiredAnswer(prompt, seed).repeat(300);

it('takes out of a store that a run writes to what was answered so far, whole, and the run goes on', async () => {
  const run = await askedRun(20, 50, long);
  const going = startCli(run.folder, run.args);
  while (run.chat.asked.length < 20) await new Promise((later) => setTimeout(later, 20));
  const found: number[] = [];
  for (let n = 0; n < 3; n++) {
    const repair = startCli(run.folder, ['store', 'repair', 'runs/candor.db', `r${n}.db`, '--json']);
    const { code, stdout, stderr } = await repair.ended;
    expect([code, stderr]).toEqual([0, '']);
    const { tables, findings } = JSON.parse(stdout) as {
      tables: { table: string; read: number; lost: number }[];
      findings: string[];
    };
    expect([findings, tables.filter(({ lost }) => lost > 0)]).toEqual([[], []]);
    const read = (table: string): number => tables.find((one) => one.table === table)?.read ?? 0;
    expect(read('verdicts')).toBe(read('responses'));
    expect(await run.stored(`r${n}.db`)).toHaveProperty('size', read('responses'));
    found.push(read('responses'));
  }
  expect((await going.ended).code).toBe(0);
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(found[0]).toBeGreaterThan(0);
  expect(found[0]).toBeLessThan(run.trials);
  expect((await run.stored()).size).toBe(run.trials);
  await run.chat.close();
}, 180_000);
