import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';

/** What a fault may cost; every row of the table is held against it. */
export interface Counts {
  /** Trials without an answer at the end, and answers that were stored once and are not there any more. */
  readonly lost: number;
  /** Calls of trials beyond one each. */
  readonly askedTwice: number;
  /** Rows with the answer of another trial, twice in the store, or that the summary counts otherwise. */
  readonly countedWrongly: number;
}

/** The one right answer to a prompt with a seed. */
export const requiredAnswer = (prompt: string, seed: number | null): string => `Answer to ${prompt} with ${seed}.`;

/** A set of ten questions in a folder, and what became of a run of them. */
export interface Asked {
  readonly folder: string;
  readonly trials: number;
  /** Arguments of `candor run` for it; the run is called `asked`. */
  readonly args: readonly string[];
  /** What became of it, by the store as it is now; `calls`: calls of trials, and `before`: ids of trials whose answers were seen in the store earlier. */
  counts(seen: Seen): Promise<Counts>;
  /** Ids of the trials that have an answer now. */
  stored(store?: string, run?: string): Promise<Set<string>>;
}

interface Seen {
  readonly calls: number;
  readonly store?: string;
  readonly run?: string;
  readonly before?: ReadonlySet<string>;
}

/** Makes a set of ten questions that are put to a server. */
export function writeAsked(samples: number, url: string): Asked {
  const folder = emptyFolder();
  const probes = Array.from(
    { length: 10 },
    (_, i) => `  - { id: k-${i}, style: factual, role: neutral, ask: { en: "Question ${i}?" } }`,
  );
  const set = `id: asked\ntitle: Asked\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`;
  writeFileSync(join(folder, 'asked.yaml'), set);
  const trials = 10 * samples;
  const rows = async (store: string, run: string): Promise<Record<string, unknown>[]> =>
    (await runCli(folder, ['export', run, '--store', store])).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter(({ delivery }) => delivery !== 'error');
  return {
    folder,
    trials,
    args: `run --target openai:m@${url} --probes asked.yaml --samples ${samples} --seed 5 --name asked`.split(' '),
    stored: async (store = STORE, run = 'asked') => new Set((await rows(store, run)).map(({ trial }) => String(trial))),
    async counts({ calls, store = STORE, run = 'asked', before = new Set() }) {
      const found = await rows(store, run);
      const ids = new Set(found.map(({ trial }) => String(trial)));
      const wrong = found.filter(
        ({ prompt, seed, response }) => response !== requiredAnswer(String(prompt), Number(seed)),
      );
      const { stdout } = await runCli(folder, ['summary', run, '--json', '--store', store]);
      const [row] = JSON.parse(stdout).rows.filter(
        ({ lang, topic, style }: Record<string, unknown>) => lang === 'en' && topic === null && style === null,
      );
      return {
        lost: trials - ids.size + [...before].filter((id) => !ids.has(id)).length,
        askedTwice: calls - trials,
        countedWrongly: wrong.length + (found.length - ids.size) + Math.abs(row.delivered - found.length),
      };
    },
  };
}

const STORE = 'runs/candor.db';

/** A run against a server that gives each prompt and seed an answer of its own. */
export interface AskedRun extends Omit<Asked, 'counts'> {
  readonly chat: SimpleChat;
  counts(store?: string, before?: ReadonlySet<string>): Promise<Counts>;
}

/** Makes such a set, and a server that takes `delayMs` for each answer. */
export async function askedRun(
  samples: number,
  delayMs: number,
  answer: (prompt: string, seed: number | null) => string | number = requiredAnswer,
): Promise<AskedRun> {
  const chat = await startSimpleChat(answer, delayMs);
  const asked = writeAsked(samples, chat.url);
  return {
    ...asked,
    chat,
    async counts(store = STORE, before = new Set()) {
      // A call that is lost would make up for one that came twice.
      const calls = chat.asked.filter(({ seed }) => seed !== null).map(({ prompt, seed }) => `${prompt} ${seed}`);
      const twice = calls.length - new Set(calls).size;
      return { ...(await asked.counts({ calls: calls.length, store, before })), askedTwice: twice };
    },
  };
}

/** A process of `candor`, by the sources. */
export interface CliProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Starts `candor` in a process of its own; `before` are words of a command that starts it. */
export function startCli(
  cwd: string,
  args: readonly string[],
  { before = [], env = {} }: { readonly before?: readonly string[]; readonly env?: Record<string, string> } = {},
): CliProcess {
  const [command = '', ...words] = [...before, process.execPath, BUILT_CLI, ...args];
  const child = spawn(command, words, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ended };
}
