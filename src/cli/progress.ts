import type { TrialEvent } from '../audit/run/audit-event.ts';
import { numberOf } from '../lib/number-of.ts';
import type { NameOf } from '../model/target-names.ts';
import { type CliIo, tell } from './cli-io.ts';
import { duration } from './duration.ts';
import { toldApart } from './table.ts';
import { columnsFrom, columnsOf } from './width.ts';

/** Milliseconds between two drawings on a terminal. */
const REDRAW_MS = 150;
/** Milliseconds between two plain lines. */
const PLAIN_MS = 15_000;
/** Columns that a name has at least, however much there is to say. */
const LEAST_NAME = 12;

interface Tally {
  readonly total: number;
  done: number;
  failed: number;
  unasked: number;
  retries: number;
}

/** Shows how a run goes on stderr: a live line per target on a terminal, a plain line now and then otherwise. */
export class Progress {
  readonly #io: CliIo;
  readonly #drain: AbortSignal | undefined;
  readonly #nameOf: NameOf;
  readonly #tallies = new Map<string, Tally>();
  readonly #startedAt: number;
  #drawnAt = 0;
  #linesDrawn = 0;

  /** `totals` are the calls to make, by target; once `drain` is aborted, only those under way are waited for. People read the names of targets. */
  constructor(
    io: CliIo,
    totals: ReadonlyMap<string, number>,
    drain?: AbortSignal,
    nameOf: NameOf = (target) => target,
  ) {
    this.#nameOf = nameOf;
    this.#io = io;
    this.#drain = drain;
    this.#startedAt = io.clock.elapsed();
    this.#drawnAt = this.#startedAt;
    for (const [target, total] of totals)
      this.#tallies.set(target, { total, done: 0, failed: 0, unasked: 0, retries: 0 });
  }

  /** Takes in what happened, and draws where it is time. */
  show(event: TrialEvent): void {
    if (event.type === 'stored') {
      const tally = this.#tallies.get(event.trial.target);
      if (tally !== undefined) {
        // What was noted of a target that was given up is no call.
        if (event.response.attempts === 0) tally.unasked += 1;
        else {
          tally.done += 1;
          if (event.response.delivery === 'error') tally.failed += 1;
        }
      }
    } else if (event.type === 'retrying') {
      const tally = this.#tallies.get(event.trial.target);
      if (tally !== undefined) tally.retries += 1;
      if (tally?.retries === 1) {
        const seconds = Math.ceil(event.waitMs / 1000);
        this.note(
          `${this.#nameOf(event.trial.target)}: ${firstLine(event.attempt.message)}; trying again in ${seconds} s`,
        );
      }
    } else if (event.type === 'away') {
      this.note(
        `${this.#nameOf(event.target)}: it does not answer (${firstLine(event.reason)}); waiting until it is back, as long as --patience allows (Ctrl-C ends it, and run --resume goes on)`,
      );
    } else if (event.type === 'gave_up') {
      const left = event.left === 0 ? '' : `, ${numberOf(event.left, 'trial')} not asked`;
      this.note(`${this.#nameOf(event.target)}: given up${left}: ${firstLine(event.reason)}`);
    } else {
      this.note(
        `${this.#nameOf(event.target)}: the service turns calls away; ${event.concurrency} at a time from here`,
      );
    }
    const now = this.#io.clock.elapsed();
    if (now - this.#drawnAt < (this.#io.stderrIsTerminal ? REDRAW_MS : PLAIN_MS)) return;
    this.#drawnAt = now;
    this.#draw();
  }

  /** Writes a line above the live ones. */
  note(message: string): void {
    this.#erase();
    void tell(this.#io, `${message}\n`);
  }

  /** Draws the last state and leaves it standing. */
  finish(): void {
    this.#draw();
    this.#linesDrawn = 0;
  }

  #draw(): void {
    this.#erase();
    const columns = Math.max(40, this.#io.columns - 1);
    const elapsedSeconds = (this.#io.clock.elapsed() - this.#startedAt) / 1000;
    const drains = this.#drain?.aborted === true;
    const lines = [...this.#tallies].map(([target, tally]): [string, string] => {
      return [this.#nameOf(target), describe(tally, elapsedSeconds, drains)];
    });
    // Figures stand whole beside names that still differ.
    const figures = Math.max(...lines.map(([, said]) => columnsOf(said)));
    const short = toldApart(
      lines.map(([name]) => name),
      Math.max(LEAST_NAME, columns - figures - 2),
    );
    const width = Math.max(...lines.map(([name]) => columnsOf(short(name))));
    for (const [name, said] of lines) {
      const shown = short(name);
      const line = `${shown}${' '.repeat(width - columnsOf(shown))}  ${said}`;
      void tell(this.#io, `${columnsFrom(line, columns, 'start')}\n`);
      this.#linesDrawn += 1;
    }
    if (!this.#io.stderrIsTerminal) this.#linesDrawn = 0;
  }

  #erase(): void {
    if (this.#linesDrawn > 0) this.#io.stderr.write(`\u001b[${this.#linesDrawn}A\u001b[J`);
    this.#linesDrawn = 0;
  }
}

function describe({ total, done, failed, unasked, retries }: Tally, elapsedSeconds: number, draining: boolean): string {
  const perSecond = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  const parts = [`${done}/${total}`, `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`];
  if (draining) parts.push('stopping');
  else if (done + unasked < total && perSecond > 0)
    parts.push(`${duration((total - done - unasked) / perSecond)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (unasked > 0) parts.push(`${unasked} never asked`);
  if (retries > 0) parts.push(numberOf(retries, 'retry', 'retries'));
  return parts.join('  ');
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
