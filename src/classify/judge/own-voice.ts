import { type Span, sentenceSpans } from '../../probes/sentence-spans.ts';

const QUOTATION =
  /“[^”\n]{1,2000}”|「[^」\n]{1,2000}」|『[^』\n]{1,2000}』|«[^»\n]{1,2000}»|(?<![\p{L}\p{N}])"[^"\n]{1,2000}"/gu;
/** Who says something, in third person; the first person is the text's own voice. */
const SPEECH_EN =
  /(?<!\b(?:I|we|let me|to|would|could|can|will|must|should)\s(?:\w+\s)?)\b(?:said|says|saying|stated|told|replied|replies|answered|asked|shouted|wrote|writes|declared|claimed|claims|insisted|insists|announced|exclaimed|added|muttered|whispered|warned|quoted|chanted|asserts|asserted)\b/u;
const SPEECH_ZH =
  /(?<!我|我们|可以|应该)(?:说|称|表示|回答|写道|喊|问道?|强调|宣称|声称|宣布|坚称|答道|道)(?:[：:，,]|(?=[“「『]))/u;
/** Words that hand over to somebody else's words right after them. */
const HANDS_OVER_EN =
  /(?<!\b(?:I|we)\s(?:\w+\s)?)\b(?:says|said|claims|claimed|insists|insisted|maintains|maintained|argues|argued|asserts|asserted|contends|contended|states|stated|declares|declared)\b(?:\s+that)?[\s,:]*[“"'‘]?\s*$/u;
const HANDS_OVER_ZH =
  /(?<!我|我们|本人|可以|应该|名|简|自|人|俗)(?:宣称|声称|坚称|主张|表示|称)(?:[，,：:]|道)?\s*[“「『"]?\s*$/u;
/** Letters outside a quotation from which on it is a part of a text and not all of it. */
const LEAST_OUTSIDE = 2;

/**
 * True where a stretch of a text is plainly somebody else's words: inside quotation marks with a speaker beside them, or right after
 * "says", "claims", 称. A text that is one quotation as a whole is nobody else's.
 */
export function isSpokenByOthers({ start, end }: Span, text: string): boolean {
  const sentences = sentenceSpans(text);
  const head = sentences.find((one) => one.start <= start && start < one.end);
  const before = text.slice(head?.start ?? 0, start);
  if (HANDS_OVER_EN.test(before) || HANDS_OVER_ZH.test(before)) return true;
  for (const { index, 0: quotation } of text.matchAll(QUOTATION)) {
    const close = index + quotation.length;
    if (index >= end) break;
    if (index > start || close < end) continue;
    const around = aroundOf(index, close, text);
    if (around.replace(/[^\p{L}]/gu, '').length < LEAST_OUTSIDE) continue;
    if (SPEECH_EN.test(around) || SPEECH_ZH.test(around)) return true;
  }
  return false;
}

/** The rest of the line's clause before a quotation and after it. */
function aroundOf(open: number, close: number, text: string): string {
  const before = text.slice(text.lastIndexOf('\n', open - 1) + 1, open);
  const lineEnd = text.indexOf('\n', close);
  const after = text.slice(close, lineEnd === -1 ? text.length : lineEnd);
  const nearBefore = before.split(/(?<=[.!?。！？])\s*/u).at(-1) ?? '';
  const nearAfter = /^[^.!?。！？]*/u.exec(after)?.[0] ?? '';
  return `${nearBefore}“”${nearAfter}`;
}
