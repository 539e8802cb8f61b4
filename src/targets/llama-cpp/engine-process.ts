import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { type LlamaEngine, PromptTooLong } from './engine.ts';
import { loadEngineHere } from './engine-here.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';

// The process in which llama.cpp runs: `engine-host.ts` starts it and talks to it. It ends with the one who started it.

/** Milliseconds between two looks at whether the parent still is there. */
const LOOK_MS = 1_000;

// Ctrl-C in a terminal reaches this process too; what is under way is ended by the parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// A thread of its own sees it also while a damaged file keeps this one busy.
const watch = `const { ppid } = process; setInterval(() => { if (process.ppid !== ppid) process.kill(process.pid, 'SIGKILL'); }, ${LOOK_MS});`;
new Worker(watch, { eval: true, execArgv: [] }).unref();

const say = (message: FromEngine): void => void process.send?.(message);
const aborts = new Map<number, AbortController>();
let engine: LlamaEngine | null = null;
let wantedContext: (tokens: number) => void = () => undefined;

process.on('message', (message: ToEngine) => void hear(message));

async function hear(message: ToEngine): Promise<void> {
  switch (message.type) {
    case 'load':
      return load(message);
    case 'context':
      return wantedContext(message.tokens);
    case 'abort':
      return aborts.get(message.n)?.abort();
    case 'close':
      await engine?.close();
      process.exit();
      break;
    default:
      return answer(message);
  }
}

async function load({ file, fileBytes, sequences }: Extract<ToEngine, { type: 'load' }>): Promise<void> {
  try {
    engine = await loadEngineHere(file, fileBytes, sequences, (model) => {
      const tokens = new Promise<number>((resolve) => {
        wantedContext = resolve;
      });
      say({ type: 'model', model });
      return tokens;
    });
    const { build, packageVersion, threads, contextTokens } = engine;
    say({ type: 'ready', build, packageVersion, threads, contextTokens });
  } catch (error) {
    say({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  }
}

async function answer(message: Extract<ToEngine, { readonly n: number }>): Promise<void> {
  const { n } = message;
  const abort = new AbortController();
  aborts.set(n, abort);
  try {
    say({ type: 'done', n, value: await work(message, abort.signal) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    say({ type: 'failed', n, message: text, promptTooLong: error instanceof PromptTooLong });
  } finally {
    aborts.delete(n);
  }
}

async function work(message: Extract<ToEngine, { readonly n: number }>, signal: AbortSignal) {
  if (engine === null) throw new Error('expected a loaded model');
  switch (message.type) {
    case 'generate':
      return engine.generate(message.prompt, message.params, message.seed, message.schema, signal);
    case 'alternatives':
      return engine.alternatives(message.prompt, message.said, message.most);
    case 'answerStart':
      return engine.answerStart(message.tokens, message.answer);
    case 'abort':
      return null;
  }
}
