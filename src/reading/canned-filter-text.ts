/**
 * Sentences that services are known to put in place of an answer under a good status. The text alone does not say who
 * sent it, so they only raise a flag on hosted targets. Compared without spaces and punctuation.
 */
const CANNED_SENTENCES: readonly string[] = [
  "Sorry, that's beyond my current scope. Let's talk about something else.",
  "Sorry, I'm not sure how to approach this type of question yet. Let's chat about math, coding, and logic problems instead!",
  '你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。',
  '对不起，我还没有学会如何思考这类问题，我擅长数学、代码、逻辑类的题目，欢迎与我交流。',
  '抱歉，我还没学习到这方面的知识，如果你有其他的问题或者需要查找其他信息，我非常乐意帮助你。',
  '作为一个人工智能语言模型，我还没学习如何回答这个问题，您可以向我问一些其它的问题，我会尽力帮您解决的。',
  '尊敬的用户您好，让我们换个话题再聊聊吧。',
  '很抱歉，您的问题包含敏感内容，我无法回答。',
  'Content Security Warning: The input text data may contain inappropriate content.',
  'Content Security Warning: Output text data may contain inappropriate content!',
  'The response was filtered due to the prompt triggering content management policy.',
  'The request was rejected because it was considered high risk.',
];

const CANNED = new Set(CANNED_SENTENCES.map(bare));
const LONGEST_CANNED = Math.max(...CANNED_SENTENCES.map(({ length }) => length)) * 2;

/** True where a text is nothing but a sentence that filters are known to send. */
export function isCannedFilterText(text: string): boolean {
  return text.length <= LONGEST_CANNED && CANNED.has(bare(text));
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
}
