import type { DeliveryFlag, DeliveryOutcome, ErrorKind, FilterSide } from '../model/delivery.ts';
import type { Failure, Reply } from '../model/reply.ts';
import { isCannedFilterText } from './canned-filter-text.ts';
import { sortFailedCall } from './failed-call.ts';
import { filterInEnvelope, inputSideSaid } from './filter-envelope.ts';
import { filterInBody } from './filter-hosts.ts';
import { filterByWords } from './filter-words.ts';
import { type Finish, finishOf, readFinish } from './finish.ts';
import { tailRepeats } from './repetition.ts';
import { serviceBodyIn } from './service-body.ts';
import { hasText } from './text-presence.ts';

/** How a text is looked at: whether it may be a filter's, and whether a collector may have put words of his own in. */
export interface Looking {
  readonly hosted: boolean;
  readonly collected: boolean;
}

/**
 * What happened to a call, before any opinion is read in it: the service's filters first, then a prompt that was cut, then
 * failures, then an answer that was cut or is empty. A recording's delivery is taken over as it is.
 */
export function deliveryOf(reply: Reply, where: 'hosted' | 'local'): DeliveryOutcome {
  if (reply.recorded !== null) return { ...reply.recorded, reason: null, retryable: false };
  return outcomeOf(reply, { hosted: where === 'hosted', collected: false });
}

/** The delivery of a reply by what it holds alone. */
export function outcomeOf(reply: Reply, looking: Looking): DeliveryOutcome {
  const { failure } = reply;
  if (failure !== null) {
    const filter = filterInFailure(reply, failure);
    if (filter !== null) return filter;
  }
  const finish = finishOf(reply.finish, reply.envelope);
  const beside = filterBeside(reply, finish);
  if (beside !== null) return beside;
  if (failure !== null) return failedCall(failure, reply.status, whatTheServiceSaid(reply, failure));
  const instead = serviceBodyIn(visibleText(reply));
  if (instead !== null) return insteadOfAnswer(instead);
  return finish === null ? withoutFinish(reply, looking) : ended(reply, finish, looking);
}

/** A filter's delivery. */
function filtered(side: FilterSide, reason: string, flags: readonly DeliveryFlag[] = []): DeliveryOutcome {
  return { delivery: 'provider_filter', side, kind: null, flags, reason, retryable: false };
}

function failed(kind: ErrorKind, reason: string, retryable: boolean): DeliveryOutcome {
  return { delivery: 'error', side: null, kind, flags: [], reason, retryable };
}

function failedCall(failure: Failure, status: number | null, said: string): DeliveryOutcome {
  const { kind, retryable, scope, hint } = sortFailedCall(failure, status, said);
  const reason = hint === null ? failure.message : `${failure.message} – ${hint}`;
  return { ...failed(kind, reason, retryable), ...(scope === null ? {} : { scope }) };
}

/** A filter in a failed call: by the table of hosts, else by its words alone, which is noted. */
function filterInFailure(reply: Reply, failure: Failure): DeliveryOutcome | null {
  const said = whatTheServiceSaid(reply, failure);
  const named = filterInBody(said);
  if (named !== null) return filtered(named.side, `${named.host} withheld it: ${failure.message}`);
  const spoke = failure.kind === 'http' || failure.kind === 'configuration' || reply.envelope.error !== undefined;
  if (!spoke || (reply.status === null && failure.body === null)) return null;
  const worded = filterByWords(reply.status, said);
  if (worded === null) return null;
  const side = worded.side ?? (reply.text.trim() === '' ? 'input' : 'output');
  return filtered(side, `the service withheld it, by its words: ${failure.message}`, ['filter_by_words']);
}

function filterBeside(reply: Reply, finish: Finish | null): DeliveryOutcome | null {
  const { envelope, text } = reply;
  const signs = [...(reply.signs ?? [])];
  const flag = filterInEnvelope(envelope, text);
  if (finish?.kind === 'filter') {
    const broken = text === '' ? '' : ': the answer was broken off';
    const side = flag?.side ?? (inputSideSaid(envelope, text) ? 'input' : 'output');
    const flags: DeliveryFlag[] = finish.known ? signs : [...signs, 'finish_unknown'];
    return filtered(side, `finish reason ${finish.word}${broken}`, flags);
  }
  return flag === null ? null : filtered(flag.side, `${flag.host} marked it as filtered`, signs);
}

/** A failure that stands where the answer should. */
function insteadOfAnswer({ status, message, body }: NonNullable<ReturnType<typeof serviceBodyIn>>): DeliveryOutcome {
  const filter = filterInBody(body);
  if (filter !== null) return filtered(filter.side, `${filter.host} withheld it: ${message}`);
  const noted = /^\{"finish_reason":"([^"]*)"\}$/.exec(body)?.[1];
  const finish = noted === undefined ? null : readFinish(noted);
  if (finish?.kind === 'filter') return filtered('output', `in place of an answer: ${message}`);
  const worded = noted === undefined ? filterByWords(status, body) : null;
  if (worded !== null) {
    return filtered(worded.side ?? 'input', `the service withheld it, by its words: ${message}`, ['filter_by_words']);
  }
  const failure = { kind: 'http', message: `in place of an answer: ${message}`, body, retryAfterMs: null } as const;
  return failedCall(failure, status, body);
}

function withoutFinish(reply: Reply, looking: Looking): DeliveryOutcome {
  if (looking.collected) {
    const known = !hasText(visibleText(reply), true);
    return ended(reply, { word: 'stop', kind: 'ended', known }, looking);
  }
  if (!tailRepeats(reply.text.trim() === '' ? (reply.reasoning ?? '') : reply.text)) {
    return failed('protocol', 'the answer ended without a finish reason', true);
  }
  return ended(reply, { word: 'repetition', kind: 'repetition', known: true }, looking);
}

/** What a finished answer comes to, by its finish reason and what can be seen of it. */
function ended(reply: Reply, finish: Finish, { hosted, collected }: Looking): DeliveryOutcome {
  if (finish.kind === 'failed') return failed('protocol', `finish reason ${finish.word}`, true);
  const flags: DeliveryFlag[] = [...(reply.signs ?? [])];
  if (!finish.known) flags.unshift('finish_unknown');
  const visible = visibleText(reply);
  if (!hasText(visible, collected)) return emptyEnd(reply, finish, flags);
  const base = { side: null, kind: null, retryable: false } as const;
  if (finish.kind === 'length') {
    return { ...base, delivery: 'truncated', flags, reason: `cut (finish reason ${finish.word})` };
  }
  if (finish.kind === 'repetition') {
    return { ...base, delivery: 'truncated', flags, reason: 'stopped for repeating itself' };
  }
  if (hosted && isCannedFilterText(visible)) flags.push('maybe_filter');
  return { ...base, delivery: 'ok', flags, reason: null };
}

/** No visible word: what there was instead, and whether the limit of tokens ended it. */
function emptyEnd(reply: Reply, { kind, word }: Finish, flags: DeliveryFlag[]): DeliveryOutcome {
  const { usage, tokenLimit } = reply;
  const thought = (reply.reasoning ?? '').trim() !== '' || (usage?.reasoning ?? 0) > 0;
  if (thought) flags.push('reasoning_only');
  const atLimit = tokenLimit !== undefined && (usage?.completion ?? 0) >= tokenLimit;
  const spent = kind === 'length' || atLimit;
  if (spent) flags.push('budget_spent');
  const end = spent ? `the limit of tokens ended it (finish reason ${word})` : 'it ended well';
  const reason = thought
    ? `${end} after reasoning, without a visible word`
    : `${end} without ${spent ? 'a visible word' : 'text'}`;
  return { delivery: 'empty', side: null, kind: null, flags, reason, retryable: false };
}

function visibleText({ text, answerEnd }: Reply): string {
  return answerEnd === undefined ? text : text.slice(0, answerEnd);
}

/** The words of the service alone: an answer that broke off may speak of filters itself. */
function whatTheServiceSaid({ status, envelope }: Reply, failure: Failure): string {
  if (status !== null && status >= 300 && failure.body !== null) return failure.body;
  return envelope.error === undefined ? failure.message : JSON.stringify(envelope.error);
}
