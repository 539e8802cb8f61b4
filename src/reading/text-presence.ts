/** Longest text that can be nothing but captions. */
const LONGEST = 200;

/** Captions of buttons and status lines that collectors take along, and what they write where there was no answer. */
const CAPTIONS: readonly RegExp[] = [
  /copy(?: code)?|share|try again|regenerate(?: response)?|retry|edit|like|dislike|read aloud|view pag(?:e|es)|sources?/i,
  /thinking(?: completed)?|show thinking|hide thinking|thought for [\d.]+ ?(?:s|secs?|seconds?|minutes?)|searching(?: the web)?|read \d+ web ?pages?/i,
  /复制|分享|重试|重新生成|编辑|朗读|点赞|思考中|正在思考|已深度思考(?:\s*[（(]用时\s*\d+\s*秒[)）])?|已阅读\s*\d+\s*个网页|已停止生成/,
  /複製|重新產生|正在思考|已停止產生/,
  /\[(?:no response|no answer|empty|blank|image|video|audio|attachment|redacted reasoning|reasoning redacted|null|none|error)\]|<(?:no response|empty|no output|blank)>|\((?:no response|no answer|empty|blank)\)/i,
  /null|undefined|nan|n\/a|safety|no response|no answer given/i,
];

const ONLY_CAPTIONS = new RegExp(
  `^(?:${CAPTIONS.map(({ source }) => `(?:${source})`).join('|')}|[\\s.…。、，·|•*_—–-])+$`,
  'iu',
);

/** How programs write a missing value into a table. A model may say "None." with a stop. */
const MISSING = /^(?:none|nil|#n\/a|#null!|#value!|#ref!|<na>|<null>|\\n|\[\]|\{\}|""|''|nat|missing)$/i;

/** A mask of stars is a text that somebody blacked out. */
const MASK = /^(?:\s*\*){3,}\s*$/;
/** Characters of which nobody sees anything: they are no text, whatever their number. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;

/**
 * True where there is text to judge: more than white space, captions of buttons and placeholders of collectors. `collected`: the text comes from a
 * file, in which missing values may stand as words.
 */
export function hasText(text: string, collected = false): boolean {
  const trimmed = text.replace(INVISIBLE, '').trim();
  if (trimmed === '' || (collected && MISSING.test(trimmed))) return false;
  return trimmed.length > LONGEST || MASK.test(trimmed) || !ONLY_CAPTIONS.test(trimmed);
}
