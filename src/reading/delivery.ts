import type { DeliveryFlag, DeliveryOutcome, ErrorKind, FilterSide } from '../model/delivery.ts';
import type { Failure, Reply } from '../model/reply.ts';
import { sortFailedCall } from './failed-call.ts';
import { FILTER_FINISHES, filterInBody, filterInEnvelope, isCannedFilterText } from './filter-hosts.ts';
import { tailRepeats } from './repetition.ts';
import { hasText } from './text-presence.ts';

/** Finish reasons of an answer that was cut by a token limit. */
const CUT_FINISHES = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_context_window_exceeded',
  'model_length',
]);
/** Finish reasons that mean a failure of the service. */
const FAILED_FINISHES = new Set([
  'network_error',
  'insufficient_system_resource',
  'error',
  'abort',
  'aborted',
  'failed',
]);

/**
 * What happened to a call, before any opinion is read in it: the service's filters first, then a prompt that was cut, then
 * failures, then an answer that was cut or is empty. A recording's delivery is taken over as it is.
 */
export function deliveryOf(reply: Reply, where: 'hosted' | 'local'): DeliveryOutcome {
  if (reply.recorded !== null) return { ...reply.recorded, reason: null, retryable: false };
  const { failure } = reply;
  if (failure !== null) {
    const filter = filterInBody(whatTheServiceSaid(reply, failure));
    if (filter !== null) return filtered(filter.side, `${filter.host} withheld it: ${failure.message}`);
  }
  const spoken = filterBeside(reply);
  if (spoken !== null) return spoken;
  if (failure !== null) {
    const { kind, retryable, scope, hint } = sortFailedCall(failure, reply.status, whatTheServiceSaid(reply, failure));
    const reason = hint === null ? failure.message : `${failure.message} – ${hint}`;
    return { ...failed(kind, reason, retryable), ...(scope === null ? {} : { scope }) };
  }
  const finish = reply.finish?.toLowerCase() ?? null;
  if (finish === null) {
    if (tailRepeats(reply.text)) return truncated('it repeated itself until the server stopped it');
    return failed('protocol', 'the answer ended without a finish reason', true);
  }
  return endedWell(finish, reply.text, where === 'hosted');
}

/** What a finished answer comes to, by its finish reason in lower case and its text. */
export function endedWell(
  finish: string,
  text: string,
  hosted: boolean,
  flags: readonly DeliveryFlag[] = [],
): DeliveryOutcome {
  if (FAILED_FINISHES.has(finish)) return failed('protocol', `finish reason ${finish}`, true);
  if (CUT_FINISHES.has(finish)) return truncated(`cut (finish reason ${finish})`);
  if (finish === 'repetition') return truncated('stopped for repeating itself');
  if (!hasText(text)) return emptyBecause('it ended well without text');
  const canned = hosted && isCannedFilterText(text);
  const all: readonly DeliveryFlag[] = canned ? [...flags, 'maybe_filter'] : flags;
  return { delivery: 'ok', side: null, kind: null, flags: all, reason: null, retryable: false };
}

/** A filter's delivery. */
export function filtered(side: FilterSide, reason: string): DeliveryOutcome {
  return { delivery: 'provider_filter', side, kind: null, flags: [], reason, retryable: false };
}

/** An error's delivery. */
export function failed(kind: ErrorKind, reason: string, retryable: boolean): DeliveryOutcome {
  return { delivery: 'error', side: null, kind, flags: [], reason, retryable };
}

/** The delivery of what a filter's finish reason says, or null where it is none. */
export function filterFinish(finish: string, text: string): DeliveryOutcome | null {
  if (!FILTER_FINISHES.has(finish)) return null;
  return filtered('output', `finish reason ${finish}${text === '' ? '' : ': the answer was broken off'}`);
}

function filterBeside(reply: Reply): DeliveryOutcome | null {
  const byFinish = reply.finish === null ? null : filterFinish(reply.finish.toLowerCase(), reply.text);
  if (byFinish !== null) return inputSideSaid(reply) ? { ...byFinish, side: 'input' } : byFinish;
  const flag = filterInEnvelope(reply.envelope);
  return flag === null ? null : filtered(flag.side, `${flag.host} marked it as filtered`);
}

/** Some services name the role whose text was caught: `contentFilter: [{role: user}]`, and say so of the prompt. */
function inputSideSaid({ envelope, text }: Reply): boolean {
  const roles = JSON.stringify(envelope.contentFilter ?? envelope.content_filter ?? []);
  if (roles.includes('"role":"assistant"')) return false;
  if (roles.includes('"role":"user"')) return true;
  return text === '' && JSON.stringify(envelope.prompt_filter_results ?? []).includes('"filtered":true');
}

/** The words of the service alone: an answer that broke off may speak of filters itself. */
function whatTheServiceSaid({ status, envelope }: Reply, failure: Failure): string {
  if (status !== null && status >= 300 && failure.body !== null) return failure.body;
  return envelope.error === undefined ? failure.message : JSON.stringify(envelope.error);
}

function truncated(reason: string): DeliveryOutcome {
  return { delivery: 'truncated', side: null, kind: null, flags: [], reason, retryable: false };
}

function emptyBecause(reason: string): DeliveryOutcome {
  return { delivery: 'empty', side: null, kind: null, flags: [], reason, retryable: false };
}
