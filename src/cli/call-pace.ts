import type { AuditEvent } from '../audit/run/audit-event.ts';
import { duration } from './duration.ts';

/** Calls that the pace is taken from. */
const REMEMBERED = 100;

/** How long calls take, so that whoever stops a run knows how long those under way may. */
export class CallPace {
  readonly #latencies: number[] = [];
  #timeoutMs = 0;

  note(event: AuditEvent): void {
    if (event.type === 'planned') {
      this.#timeoutMs = Math.max(...event.plan.targets.map(({ configured }) => configured.spec.timeoutSeconds * 1000));
    }
    if (event.type !== 'stored' || event.response.latencyMs === null) return;
    this.#latencies.push(event.response.latencyMs);
    if (this.#latencies.length > REMEMBERED) this.#latencies.shift();
  }

  /** How long the calls under way may take; null: nothing is known. */
  drainText(): string | null {
    const limit = this.#timeoutMs === 0 ? '' : `, ${duration(this.#timeoutMs / 1000)} at most`;
    if (this.#latencies.length === 0) return limit === '' ? null : `none has ended yet${limit}`;
    const longest = Math.max(...this.#latencies);
    return `up to ${duration(longest / 1000)} by the last ${this.#latencies.length} calls${limit}`;
  }
}
