/** Longest text that can be nothing but captions. */
const LONGEST = 200;

/** Captions of buttons and status lines that collectors take along, and what they write where there was no answer. */
const CAPTIONS: readonly RegExp[] = [
  /copy(?: code)?|share|try again|regenerate(?: response)?|retry|edit|like|dislike|read aloud|view pag(?:e|es)|sources?/i,
  /thinking(?: completed)?|show thinking|hide thinking|thought for [\d.]+ ?(?:s|secs?|seconds?|minutes?)|searching(?: the web)?|read \d+ web ?pages?/i,
  /复制|分享|重试|重新生成|编辑|朗读|点赞|思考中|正在思考|已深度思考(?:\s*[（(]用时\s*\d+\s*秒[)）])?|已阅读\s*\d+\s*个网页|已停止生成/,
  /複製|重新產生|正在思考|已停止產生/,
  /\[(?:no response|no answer|empty|blank|image|video|audio|attachment|removed|deleted|null|none|error)\]|<(?:no response|empty|no output|blank)>|\((?:no response|no answer|empty|blank)\)/i,
  /null|undefined|nan|n\/a|safety|no response|no answer given/i,
];

const ONLY_CAPTIONS = new RegExp(
  `^(?:${CAPTIONS.map(({ source }) => `(?:${source})`).join('|')}|[\\s.…·|•*_-])+$`,
  'iu',
);

/** True where there is text to judge: more than white space, captions of buttons and placeholders of collectors. */
export function hasText(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return false;
  return trimmed.length > LONGEST || !ONLY_CAPTIONS.test(trimmed);
}
