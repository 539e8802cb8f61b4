import { requireRun } from '../audit/read/resolve-side.ts';
import { standingOf } from '../audit/workers/follow-run.ts';
import { collect } from '../lib/collect.ts';
import { numberOf } from '../lib/number-of.ts';
import { visible } from '../lib/visible.ts';
import type { StoredTrial } from '../model/stored-trial.ts';
import { type NameOf, targetNames } from '../model/target-names.ts';
import type { NewAnswer, Store } from '../store/store.ts';
import { type CliIo, say, write, writeJson } from './cli-io.ts';
import { withStoreToRead } from './with-store.ts';

/** Milliseconds between two looks at a run. */
const LOOK_MS = 2_000;
/** Answers that are shown at a look; of more, the newest. */
const SHOWN = 20;
/** Answers that are shown of what came before. */
const SHOWN_BEFORE = 3;

/** Shows a run, with its answers as they come, until it ends or Ctrl-C; with `json` as it stands now, once. */
export async function followRun(
  reference: string,
  { store: place, json }: { store: string; json?: true },
  io: CliIo,
): Promise<void> {
  await withStoreToRead(io, place, async (store) => {
    const { id } = await requireRun(store, reference, 'any');
    if (json === true) return writeJson(io, { run: id, ...(await standingOf(store, id, io.clock.now())) });
    const probes = new Map((await store.variants(id)).map(({ hash, probe, lang }) => [hash, `${probe.id} ${lang}`]));
    const nameOf = targetNames(await store.targets(id));
    const stop = new AbortController();
    const release = io.onInterrupt(() => stop.abort());
    let before = '';
    let newest = 0;
    try {
      for (;;) {
        // The end is looked at first: what came until then is read after it.
        const { overview, workers, owned } = await standingOf(store, id, io.clock.now());
        const answers = await store.newestAnswers(id, newest, newest === 0 ? SHOWN_BEFORE : SHOWN);
        newest = answers.at(-1)?.number ?? newest;
        for (const answer of answers)
          await write(io.stdout, await answerLine(store, id, answer, { probes, nameOf }, io.columns));
        const ended = overview.endedAt !== null && !owned;
        const state = ended
          ? ', ended'
          : owned || workers.some(({ gone }) => !gone)
            ? ''
            : ', and nobody works on it now';
        const lines = [
          `${id}: ${overview.delivered} of ${overview.trials} delivered${state}`,
          ...workers.map(({ worker, target, answered, failed, gone, seenAt }) =>
            visible(
              `  ${worker}, ${nameOf(target)}: ${numberOf(answered, 'answer')}, ${failed} failed${gone ? `, not seen since ${seenAt}` : ''}`,
            ),
          ),
        ];
        const text = `${lines.join('\n')}\n`;
        if (text !== before) await say(io, text);
        before = text;
        if (ended || stop.signal.aborted) return undefined;
        await io.clock.sleep(LOOK_MS, stop.signal);
      }
    } finally {
      release();
    }
  });
}

/** `  taiwan-status en  qwen3-8b  refusal  “I cannot …”`, cut to the width of the terminal. */
async function answerLine(
  store: Store,
  run: string,
  { trial: id, turn }: NewAnswer,
  { probes, nameOf }: { readonly probes: ReadonlyMap<string, string>; readonly nameOf: NameOf },
  columns: number,
): Promise<string> {
  const [trial] = await collect(store.trials(run, { trial: id, turn }));
  if (trial === undefined) return '';
  const asked = `${probes.get(trial.variant) ?? ''}${turn === 1 ? '' : ` turn ${turn}`}`;
  const line = visible(`  ${asked}  ${nameOf(trial.target)}  ${fateOf(trial)}`).replace(/\s*\n\s*/g, ' ');
  const width = Math.max(40, columns) - 1;
  return `${line.length > width ? `${line.slice(0, width - 1)}…` : line}\n`;
}

/** The class and how the answer begins, or what became of the call. */
function fateOf({ response, verdicts }: StoredTrial): string {
  if (response === null) return 'no answer';
  const { delivery, reason, text } = response;
  if (delivery !== 'ok' && delivery !== 'truncated') return `${delivery}${reason === null ? '' : `: ${reason}`}`;
  const verdict = verdicts.findLast(({ of }) => of === 'response');
  const found = verdict === undefined || verdict.unjudged === true ? 'unjudged' : String(verdict.class);
  return `${found}  “${text.trim()}”`;
}
