import type { Delivery, DeliveryOutcome } from '../model/delivery.ts';
import { endedWell, failed, filtered, filterFinish } from './delivery.ts';
import { sortFailedCall } from './failed-call.ts';
import { filterInBody } from './filter-hosts.ts';
import { splitThinkTags } from './think-tags.ts';

/** An answer that somebody already collected, with what they noted of its end. */
export interface Collected {
  /** The text as given; think tags are passed over. */
  readonly response: string;
  readonly finishReason: string | null;
  /** What the collector says happened; taken over as it is. */
  readonly delivery?: Delivery | null | undefined;
  /** Default `local`: without it, no text is suspected of being a filter's. */
  readonly where?: 'hosted' | 'local' | undefined;
  /** What the service said instead of an answer, or after a part of one. */
  readonly error?:
    | { readonly status: number | null; readonly message: string; readonly body: string }
    | null
    | undefined;
}

/**
 * The delivery of a collected answer. Text without a finish reason is `ok` with the flag `finish_unknown`: collectors
 * seldom keep it. Nothing is ever retryable here.
 */
export function deliveryOfCollected(collected: Collected): DeliveryOutcome {
  return { ...outcomeOf(collected), retryable: false };
}

function outcomeOf({ response, finishReason, delivery, where, error }: Collected): DeliveryOutcome {
  if (delivery !== null && delivery !== undefined) {
    return { delivery, side: null, kind: null, flags: [], reason: 'as collected', retryable: false };
  }
  if (error !== null && error !== undefined) {
    const filter = filterInBody(error.body) ?? filterInBody(error.message);
    if (filter !== null) return filtered(filter.side, `${filter.host} withheld it: ${error.message}`);
    return failed(sortFailedCall({ kind: 'http' }, error.status, error.body).kind, error.message, false);
  }
  const { text } = splitThinkTags(response);
  const finish = finishReason === null || finishReason.trim() === '' ? null : finishReason.trim().toLowerCase();
  const byFilter = finish === null ? null : filterFinish(finish, text);
  if (byFilter !== null) return byFilter;
  if (finish !== null) return endedWell(finish, text, where === 'hosted');
  return endedWell('stop', text, where === 'hosted', ['finish_unknown']);
}
