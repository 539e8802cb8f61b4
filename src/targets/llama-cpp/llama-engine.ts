import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CandorError, TargetError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import type { FirstToken } from '../../model/served.ts';
import { EngineGone, type Generated, type LlamaEngine, type ModelFacts, PromptTooLong } from './engine.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';
import { inTurn } from './engine-turns.ts';

/** How long loading may take: two minutes, and one more second for each so many bytes. */
const LOAD_MS = 120_000;
const BYTES_PER_SECOND = 5_000_000;
/** How long an engine may take to end before it is ended. */
const CLOSE_MS = 5_000;
/** Characters of what llama.cpp said last that a message repeats. */
const MOST_SAID = 300;
const SOURCES = import.meta.url.endsWith('.ts');

/** One process of an engine. */
interface Running {
  readonly child: ChildProcess;
  readonly facts: ModelFacts;
  readonly ready: Extract<FromEngine, { type: 'ready' }>;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** What an engine is asked, without its number. */
type Question =
  Extract<ToEngine, { readonly n: number }> extends infer One
    ? One extends { n: number }
      ? Omit<One, 'n'>
      : never
    : never;

/**
 * Loads a GGUF file under llama.cpp in a process of its own, so that a damaged file ends that process and not this one. Where it ends in the middle of
 * calls they fail with EngineGone, and the next call starts another, once. Throws TargetError where the engine is missing, refuses the file, aborts over
 * it, or needs longer than `loadMs`.
 */
export async function loadEngine(
  file: string,
  fileBytes: number,
  sequences: number,
  contextTokensOf: (model: ModelFacts) => number,
  loadMs = LOAD_MS + (fileBytes / BYTES_PER_SECOND) * 1000,
): Promise<LlamaEngine> {
  const start = (): Promise<Running> => startEngine(file, fileBytes, sequences, contextTokensOf, loadMs, settle, gone);
  const pending = new Map<number, Pending>();
  let asked = 0;
  let closed = false;
  let deaths = 0;
  let reason = '';
  function settle(message: FromEngine): void {
    if (message.type !== 'done' && message.type !== 'failed') return;
    const call = pending.get(message.n);
    pending.delete(message.n);
    if (message.type === 'done') call?.resolve(message.value as never);
    else call?.reject(new (message.promptTooLong ? PromptTooLong : Error)(message.message));
  }
  function gone(why: string): void {
    deaths += 1;
    reason = why;
    for (const { reject } of pending.values()) reject(new EngineGone(why));
    pending.clear();
  }
  let running = start();
  const first = await running;
  let startedFor = deaths;

  const call = async <T>(question: Question, signal?: AbortSignal): Promise<T> => {
    if (closed) throw new EngineGone('the engine was closed');
    if (deaths > startedFor) {
      if (startedFor > 0) throw new EngineGone(`${reason}; it was started again once before, and is not any more`);
      startedFor = deaths;
      running = start();
    }
    const { child } = await running.catch((error: unknown) => {
      throw new EngineGone(error instanceof Error ? error.message : String(error));
    });
    const n = ++asked;
    const abort = (): void => void tell(child, { type: 'abort', n });
    hold(child);
    try {
      return await new Promise<T>((resolve, reject) => {
        pending.set(n, { resolve: resolve as (value: never) => void, reject });
        if (!tell(child, { ...question, n })) {
          pending.delete(n);
          reject(new EngineGone(reason === '' ? 'the engine’s process ended' : reason));
        }
        if (signal?.aborted === true) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      if (pending.size === 0) letGo(child);
    }
  };

  const engine: LlamaEngine = {
    ...first.ready,
    model: first.facts,
    generate: (prompt, params, seed, schema, signal) =>
      inTurn(engine, () => call<Generated>({ type: 'generate', prompt, params, seed, schema }, signal)),
    alternatives: (prompt, said, most) =>
      inTurn(engine, () => call<FirstToken[]>({ type: 'alternatives', prompt, said, most })),
    answerStart: (tokens, answer) => call<number | null>({ type: 'answerStart', tokens, answer }),
    async close() {
      closed = true;
      const last = await running.catch(() => null);
      if (last !== null) await end(last.child);
    },
  };
  return engine;
}

async function startEngine(
  file: string,
  fileBytes: number,
  sequences: number,
  contextTokensOf: (model: ModelFacts) => number,
  loadMs: number,
  onMessage: (message: FromEngine) => void,
  onGone: (why: string) => void,
): Promise<Running> {
  const entry = new URL(SOURCES ? './engine-process.ts' : './engine-process.js', import.meta.url);
  const child = fork(fileURLToPath(entry), {
    execArgv: SOURCES ? ['--import', import.meta.resolve('tsx')] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (part) => {
    said = `${said}${part}`.slice(-10 * MOST_SAID);
  });
  const refused = (found: string): TargetError =>
    new TargetError(`expected a GGUF model that llama.cpp can load at ${file}, got: ${found}`);
  return new Promise<Running>((resolve, reject) => {
    let facts: ModelFacts | null = null;
    let ready = false;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        refused(
          `a load that did not end within ${Math.ceil(loadMs / 1000)} s; the file may be damaged: fetch it again`,
        ),
      );
    }, loadMs);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new TargetError(`expected to start a process for llama.cpp, got: ${cause.message}`, {}, { cause }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const words = visible(said.trim()).slice(-MOST_SAID);
      const why = `the process of llama.cpp ended by itself (${signal ?? `exit ${code}`})${words === '' ? '' : `: ${words}`}`;
      if (ready) onGone(`${why} while it had ${file} loaded`);
      else reject(refused(`${why}; the file may be damaged: fetch it again`));
    });
    child.on('message', (message: FromEngine) => {
      if (message.type === 'model') {
        facts = message.model;
        try {
          tell(child, { type: 'context', tokens: contextTokensOf(facts) });
        } catch (cause) {
          clearTimeout(timer);
          child.kill('SIGKILL');
          const found = cause instanceof Error ? cause.message : String(cause);
          reject(cause instanceof CandorError ? cause : refused(found));
        }
      } else if (message.type === 'refused') {
        clearTimeout(timer);
        child.kill('SIGKILL');
        reject(new TargetError(message.message));
      } else if (message.type === 'ready' && facts !== null) {
        clearTimeout(timer);
        ready = true;
        letGo(child);
        resolve({ child, facts, ready: message });
      } else onMessage(message);
    });
    tell(child, { type: 'load', file, fileBytes, sequences });
  });
}

/** False where nobody can hear it any more. */
function tell(child: ChildProcess, message: ToEngine): boolean {
  if (!child.connected) return false;
  // What became of the process is told when it has ended.
  child.send(message, () => undefined);
  return true;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  hold(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  tell(child, { type: 'close' });
  await ended;
  clearTimeout(timer);
}

/** While an engine works, this process waits for it. */
function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** An idle engine keeps nobody from ending. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  const { stderr } = child as { stderr: { unref?(): void } | null };
  stderr?.unref?.();
}
