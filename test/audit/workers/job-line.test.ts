import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLine, type TakenJob } from '../../../src/audit/workers/job-line.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { openPostgresStore } from '../../../src/store/postgres/postgres.ts';
import type { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import {
  emptyDatabase,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
  withClient,
} from '../../servers/postgres-server.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const TRIALS = Array.from({ length: 60 }, (_, i) => `t${i}`);

describe.skipIf(postgresPrograms() === null)('a line of jobs', () => {
  let server: PostgresServer;
  let store: PostgresStore;
  let address: string;
  /** A clock that goes when it is told to. */
  const time = { ms: 0 };
  const clock: Clock = { now: () => time.ms, elapsed: () => time.ms, sleep: async () => undefined };
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  const inLine = async (): Promise<JobLine> => {
    address = await emptyDatabase(server.address);
    store = await openPostgresStore(address);
    const variant = aVariant('p1', 'en');
    const trials = TRIALS.map((id, i) => ({ ...aTrial(id, variant.hash, 'qwen', i), sample: i }));
    await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
    await (await store.queue()).put('run-1', 'qwen', TRIALS);
    return new JobLine(store, 'run-1', 'qwen', clock);
  };
  const count = (state: string): Promise<number> =>
    withClient(address, async (client) =>
      Number((await client.query('select count(*) n from pgboss.job where state = $1', [state])).rows[0]?.n),
    );
  const take = async (line: JobLine, most: number): Promise<TakenJob[]> => {
    const taken = await Promise.all(Array.from({ length: most }, () => line.next()));
    return taken.filter((one) => one !== null);
  };
  const release = (line: JobLine, jobs: readonly TakenJob[]): void => {
    for (const one of jobs) line.release(one);
  };

  it('takes no more of a slow target than is asked for', async () => {
    const line = await inLine();
    const first = await take(line, 1);
    expect(await count('active')).toBe(1);
    const more = await take(line, 8);
    expect(await count('active')).toBe(9);
    time.ms += 60_000;
    release(line, [...first, ...more]);
    time.ms += 1_001;
    await take(line, 1);
    expect(await count('active')).toBe(10);
    await store.close();
  });

  it('takes of a fast target ahead, in one journey, what ended in a second; another worker gets the rest, and nobody the same', async () => {
    const line = await inLine();
    const began = await take(line, 20);
    release(line, began);
    const [one] = await take(line, 1);
    expect(await count('active')).toBe(40);
    const other = new JobLine(store, 'run-1', 'qwen', clock);
    const others = await take(other, 60);
    const mine = [one, ...(await take(line, 60))];
    const asked = [...began, ...mine, ...others].map((taken) => taken?.trial.id);
    expect([...asked].sort()).toEqual([...TRIALS].sort());
    expect(others).toHaveLength(20);
    expect(await line.next()).toBeNull();
    await store.close();
  });

  it('puts back what was taken ahead and not begun, and leaves what is being asked', async () => {
    const line = await inLine();
    release(line, await take(line, 10));
    await take(line, 1);
    await line.giveBack();
    expect(await count('retry')).toBe(9);
    expect(await count('active')).toBe(11);
    await store.close();
  });

  it('does not ask what nobody heard of for too long, and goes on with what it gave a sign of life for', async () => {
    const line = await inLine();
    release(line, await take(line, 10));
    await take(line, 1);
    time.ms += 40_000;
    await line.beat();
    time.ms += 40_000;
    await take(line, 2);
    expect(await count('active')).toBe(20);
    time.ms += 46_000;
    await take(line, 1);
    // Seven were left of those ahead; the one asked for now was taken anew.
    expect(await count('active')).toBe(21);
    await store.close();
  });

  it('knows trials that have an answer, and those that went to another target have no job any more', async () => {
    const line = await inLine();
    await store.recordAnswer('run-1', 't3', aResponse(), [], []);
    await withClient(address, (client) => client.query("update trials set key = 'moved' where key = 't4'"));
    const taken = await take(line, 60);
    expect(taken).toHaveLength(59);
    expect(taken.filter(({ answered }) => answered).map(({ trial }) => trial.id)).toEqual(['t3']);
    expect(await count('completed')).toBe(1);
    await store.close();
  });

  it('ends the jobs of answers that come together in one transaction, each with its answer', async () => {
    const line = await inLine();
    const taken = await take(line, 20);
    const record = ({ trial, job }: TakenJob) =>
      store.recordWork('run-1', trial.id, aResponse(), [], [aVerdict()], { job });
    expect(await Promise.all(taken.map(record))).toEqual(taken.map(() => true));
    const transactions = (sql: string): Promise<string[]> =>
      withClient(address, async (client) => (await client.query(sql)).rows.map(({ x }) => String(x)));
    const answers = await transactions('select distinct xmin x from responses');
    expect(await transactions("select distinct xmin x from pgboss.job where state = 'completed'")).toEqual(answers);
    expect(answers).toHaveLength(1);
    expect(await count('completed')).toBe(20);
    await store.close();
  });

  it('keeps the job of an answer that cannot be stored, and stores and ends those that came with it', async () => {
    const line = await inLine();
    const taken = await take(line, 5);
    await withClient(address, async (client) => {
      await client.query(`create function refuse() returns trigger as $$ begin
        if new.text = 'no' then raise exception 'no room'; end if; return new; end $$ language plpgsql`);
      await client.query('create trigger refuse before insert on responses for each row execute function refuse()');
    });
    const ends = await Promise.allSettled(
      taken.map(({ trial, job }, i) =>
        store.recordWork('run-1', trial.id, aResponse({ text: i === 2 ? 'no' : 'yes' }), [], [], { job }),
      ),
    );
    expect(ends.map(({ status }) => status)).toEqual(taken.map((_, i) => (i === 2 ? 'rejected' : 'fulfilled')));
    expect([await count('completed'), await count('active')]).toEqual([4, 1]);
    expect(await store.overview('run-1')).toMatchObject({ delivered: 4 });
    await store.close();
  });
});
