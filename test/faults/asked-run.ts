import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';

const CLI = resolve(import.meta.dirname, '../../src/cli.ts');
const TSX = import.meta.resolve('tsx');
const TSCONFIG = resolve(import.meta.dirname, '../../tsconfig.json');

/** What a fault may cost; every row of the table is held against it. */
export interface Counts {
  /** Trials without an answer at the end, and answers that were stored once and are not there any more. */
  readonly lost: number;
  /** Calls of trials beyond one each. */
  readonly askedTwice: number;
  /** Rows with the answer of another trial, twice in the store, or that the summary counts otherwise. */
  readonly countedWrongly: number;
}

/** A run against a server that gives each prompt and seed an answer of its own. */
export interface AskedRun {
  readonly folder: string;
  readonly chat: SimpleChat;
  readonly trials: number;
  /** Arguments of `candor run` for it; the run is called `asked`. */
  readonly args: readonly string[];
  /** What became of it, by the store as it is now. `before`: ids of trials whose answers were seen in the store earlier. */
  counts(store?: string, before?: ReadonlySet<string>): Promise<Counts>;
  /** Ids of the trials that have an answer now. */
  stored(store?: string): Promise<Set<string>>;
}

const answerTo = (prompt: string, seed: number | null): string => `Answer to ${prompt} with ${seed}.`;

/** Makes a set of ten questions and a server that takes `delayMs` for each answer. */
export async function askedRun(
  samples: number,
  delayMs: number,
  answer: (prompt: string, seed: number | null) => string | number = answerTo,
): Promise<AskedRun> {
  const folder = emptyFolder();
  const probes = Array.from(
    { length: 10 },
    (_, i) => `  - { id: k-${i}, style: factual, role: neutral, ask: { en: "Question ${i}?" } }`,
  );
  const set = `id: asked\ntitle: Asked\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`;
  writeFileSync(join(folder, 'asked.yaml'), set);
  const chat = await startSimpleChat(answer, delayMs);
  const trials = 10 * samples;
  const rows = async (store: string): Promise<Record<string, unknown>[]> =>
    (await runCli(folder, ['export', 'asked', '--store', store])).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter(({ delivery }) => delivery !== 'error');
  return {
    folder,
    chat,
    trials,
    args: `run --target openai:m@${chat.url} --probes asked.yaml --samples ${samples} --seed 5 --name asked`.split(' '),
    stored: async (store = 'runs/candor.db') => new Set((await rows(store)).map(({ trial }) => String(trial))),
    async counts(store = 'runs/candor.db', before = new Set()) {
      const found = await rows(store);
      const ids = new Set(found.map(({ trial }) => String(trial)));
      const wrong = found.filter(({ prompt, seed, response }) => response !== answerTo(String(prompt), Number(seed)));
      const { stdout } = await runCli(folder, ['summary', 'asked', '--json', '--store', store]);
      const [row] = JSON.parse(stdout).rows.filter(
        ({ lang, topic, style }: Record<string, unknown>) => lang === 'en' && topic === null && style === null,
      );
      const calls = chat.asked.filter(({ seed }) => seed !== null).map(({ prompt, seed }) => `${prompt} ${seed}`);
      return {
        lost: trials - ids.size + [...before].filter((id) => !ids.has(id)).length,
        askedTwice: calls.length - new Set(calls).size,
        countedWrongly: wrong.length + (found.length - ids.size) + Math.abs(row.delivered - found.length),
      };
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
  const [command = '', ...words] = [...before, process.execPath, '--import', TSX, CLI, ...args];
  const child = spawn(command, words, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', TSX_TSCONFIG_PATH: TSCONFIG, ...env },
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
