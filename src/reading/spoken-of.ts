/** Whether a token in a text is used, spoken of, or cannot be told. */
export type TokenUse = 'used' | 'spoken' | 'doubtful';

const OPENING_QUOTE = /["'`“‘「『«（(]/;
const CLOSING_QUOTE = /["'`”’」』»）)]/;
/** What stands before a token that a sentence speaks of, and after it. */
const NAMES_IT =
  /(?:\b(?:tags?|tokens?|markers?|strings?|closing|opening|closed?s?|opens?|ends?|ended|ending|starts?|with|by|as|an?|the|like|use[sd]?|using|called|named|writes?|between|and|or|its|is|emits?|prints?|before|after|until)|标签|标记|符号|结束符|字符串|所谓|写作|写成|输出|以|用|叫做?|[:：,，、])\s*$/i;
const GOES_ON =
  /^\s*(?:\b(?:tags?|tokens?|markers?|is|are|was|and|or|to|which|that|at|in|then|before|after|means?)\b|标签|标记|符号|之前|之后|之間|之间|结束|来|是|表示)/i;
const SENTENCE_END = /[.!?。！？…:：;；"”』」)）\]*_~\n]\s*$/;

/** True inside a fenced block or between backticks of one line. */
function inCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const fences = before.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0;
  if (fences % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if ((line.match(/`/g)?.length ?? 0) % 2 === 0) return false;
  const rest = text.slice(at);
  const end = rest.indexOf('\n');
  return (end === -1 ? rest : rest.slice(0, end)).includes('`');
}

/** True where quotation marks or brackets stand right round the token, with no more than a few words of the same kind between. */
function isQuoted(text: string, at: number, end: number): boolean {
  return OPENING_QUOTE.test(text.charAt(at - 1)) && CLOSING_QUOTE.test(text.charAt(end));
}

/** True for a token in code or in quotation marks. */
export function isCited(text: string, at: number, end: number): boolean {
  return isQuoted(text, at, end) || inCode(text, at);
}

/**
 * Whether a token that ends something (a thought, a turn) does so where it stands, or is only spoken of: quoted, in code, or in the
 * middle of a sentence that goes on after it.
 */
export function useOfToken(text: string, at: number, end: number): TokenUse {
  if (isCited(text, at, end)) return 'spoken';
  const before = text.slice(Math.max(0, at - 60), at);
  // A form with nothing but dots in it is shown, not filled in.
  if (/[>\]▷]\s*(?:\.{2,3}|…+)\s*$/.test(before)) return 'spoken';
  const after = text.slice(end, end + 60);
  const alone = /(?:^|\n)[ \t]*$/.test(before) || at === 0;
  if (alone) return GOES_ON.test(after.split('\n', 1)[0] ?? '') && /^[ \t]/.test(after) ? 'doubtful' : 'used';
  const named = /[ \t]$/.test(before) || /\p{Script=Han}$/u.test(before) ? NAMES_IT.test(before) : false;
  const goesOn = GOES_ON.test(after.split('\n', 1)[0] ?? '');
  if (/^[ \t]*(?:\n|$)/.test(after)) return named ? 'doubtful' : 'used';
  if (named && goesOn) return 'spoken';
  if (SENTENCE_END.test(before)) return /^\s*[a-z,.;)]/.test(after) && goesOn ? 'doubtful' : 'used';
  if (named || goesOn) return /[ \t]$/.test(before) && /^[ \t,.;:)]/.test(after) ? 'spoken' : 'doubtful';
  if (/^[ \t]+[a-z]|^[,;)]/.test(after)) return 'doubtful';
  if (/\p{Script=Han}$/u.test(before) && /^\p{Script=Han}/u.test(after)) return 'doubtful';
  return 'used';
}
