import { parseJson } from '../lib/parse-json.ts';
/** A service's words of failure where an answer should stand. */
export interface ServiceBody {
  /** HTTP status that it names; null: none. */
  readonly status: number | null;
  readonly message: string;
  readonly body: string;
}

/** Longest text that is taken for an error; pages of HTML may be longer. */
const LONGEST = 8_000;
const STATUS = /\b([45]\d\d)\b/;
/** How clients and harnesses begin when they write a failure in place of an answer. */
const ANNOUNCED =
  /^[^\w{]{0,4}(?:(?:[\w.]+\.)?(?:[A-Z]\w*(?:Error|Exception)|(?:API|HTTP|Request|Server|Provider|Upstream|Network|Connection)[ _-]?(?:call )?(?:error|failed|failure))|Error(?: code)?|Request failed with status code|Completion failed|Rate limit exceeded|Quota exceeded|HTTP(?:\/\d(?:\.\d)?)?(?= [45]\d\d\b))\W/i;
/** What must follow such a beginning soon: a status, a body, or what went wrong with the connection. */
const FOLLOWED =
  /\b[45]\d\d\b|\{\s*\\?["']|\btimed? ?out\b|ECONN|ENOTFOUND|EAI_AGAIN|socket hang up|fetch failed|rate limit|quota|overloaded|unauthorized|forbidden|bad gateway|service unavailable|unexpected token|cannot read propert/i;
const NEAR = 240;
const HTML = /^\s*(?:<!doctype html\b|<html\b|<head\b)/i;
const HTML_ERROR =
  /<(?:title|h1|h2)[^>]*>[^<]*(?:\b[45]\d\d\b|error|forbidden|denied|unavailable|gateway|not found|just a moment|attention required|sign in|log ?in|maintenance|too many requests)[^<]*</i;
/** A harness's note that an answer has no text, with the reason in it. */
const NOTE = /^\W{0,3}(?:[A-Z/_ ]{0,40}finish[_ ]?reason\s*[=:]|unsuccessful finish reason\s*:?)\s*([\w-]+)/i;

/**
 * A failure that somebody stored as if it were an answer: `API error: 400 …`, an exception of a client, a whole JSON object with an error,
 * a page of HTML about one, or a note on a finish reason. null: the text is none of these.
 */
export function serviceBodyIn(text: string): ServiceBody | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (HTML.test(trimmed)) {
    const title = HTML_ERROR.exec(trimmed.slice(0, LONGEST));
    if (title === null) return null;
    const words = title[0]
      .replace(/<[^>]*>?/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    return { status: statusIn(words), message: `a page of HTML: ${words.replace(/ ?<$/, '')}`, body: trimmed };
  }
  if (trimmed.length > LONGEST) return null;
  if (ANNOUNCED.test(trimmed) && FOLLOWED.test(trimmed.slice(0, NEAR))) {
    const at = trimmed.search(/[[{]/);
    const body = at === -1 ? trimmed : trimmed.slice(at);
    return { status: statusIn(trimmed.slice(0, NEAR)), message: firstLine(trimmed), body };
  }
  const note = NOTE.exec(trimmed);
  if (note !== null && trimmed.length < NEAR) {
    return { status: null, message: firstLine(trimmed), body: JSON.stringify({ finish_reason: note[1] }) };
  }
  const error = errorObject(trimmed);
  return error === null ? null : { status: statusIn(error), message: firstLine(trimmed), body: error };
}

/** A field that says that a call failed, and values by which it says so. */
const FAILED = /^(?:error|fail(?:ed|ure)?|exception|timeout)$/i;
/** Whoever answers declines in the field of an error: that is an answer. */
const DECLINES =
  /\b(?:i|we|(?:the|this) (?:assistant|model))(?:['’]m| am| are| is)? (?:sorry|afraid|can(?:no|['’])?t|cannot|can not|won['’]t|will not|am unable|unable|must decline)\b|[我您你][^。"]{0,6}(?:无法|不能|不便|無法|拒绝|拒絕)/i;

/** The part of a whole JSON object, or a list of one, that says it is an error; null: it says none, or holds more than that. */
function errorObject(text: string): string | null {
  const body = text.replace(/^`{3}\w*\s*|\s*`{3}$/g, '');
  const value = /^[[{]/.test(body) ? (parsedObject(body) ?? parsedObject(withDoubleQuotes(body))) : null;
  if (value === null) return null;
  const { error = value.错误 ?? value.錯誤, errors, detail, message = value.msg, code, status, success } = value;
  if (value.choices !== undefined || value.answer !== undefined || value.response !== undefined) return null;
  if (DECLINES.test(body)) return null;
  const few = Object.keys(value).length <= 5;
  const object = typeof error === 'object' && error !== null && ('message' in error || 'code' in error || few);
  const worded = few && (error === true || (typeof error === 'string' && !/^(?:none|null|no|ok)?$/i.test(error)));
  const listed = Array.isArray(errors) && errors.length > 0;
  const coded = code !== undefined && typeof message === 'string';
  const failed =
    few && typeof message === 'string' && (success === false || FAILED.test(String(status ?? value.type ?? '')));
  const named = value.error_code !== undefined || value.error_msg !== undefined || value.base_resp !== undefined;
  const fastApi = detail !== undefined && Object.keys(value).length === 1;
  return object || worded || listed || coded || failed || named || fastApi ? body : null;
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = parseJson(text);
    const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    return typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A dictionary as Python prints it. */
function withDoubleQuotes(text: string): string {
  return text
    .replaceAll("'", '"')
    .replace(/\bNone\b/g, 'null')
    .replace(/\b(True|False)\b/g, (word) => word.toLowerCase());
}

function statusIn(words: string): number | null {
  const status = STATUS.exec(words)?.[1];
  return status === undefined ? null : Number(status);
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
