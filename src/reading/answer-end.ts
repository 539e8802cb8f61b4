import { withLineFeeds } from './line-ends.ts';
import { isCited, useOfToken } from './spoken-of.ts';

/** Where an answer ends before its text does. */
export interface AnswerEnd {
  /** Offset in the text, in UTF-16 code units. */
  readonly at: number;
  /** True where the text goes on as somebody else; false where nothing but tokens follows. */
  readonly runsOn: boolean;
}

/**
 * Control tokens that end a turn or begin one, by the chat templates of Llama, ChatML, Gemma, Mistral, Phi, GLM, DeepSeek, harmony, InternLM,
 * Cohere, Kimi, Granite, EXAONE, ERNIE, MiniMax, Baichuan, Step, Apertus; and any token of that shape whose name says so.
 */
const TOKEN = new RegExp(
  [
    '<[|｜][^<>|｜\\s]{0,30}(?:end|eo[tsmdp]|stop|start|begin|turn|user|human|assistant|system|role|im_|msg|message|return|call|channel|tool|observation|sep|bos|model)[^<>|｜\\s]{0,30}[|｜]>',
    '<(?:start|end)_of_turn>|<turn\\|>|<\\|turn>|<eos>|<eo[aph]>|<\\|EOT\\|>',
    '</s>|<s>\\s*\\[INST\\]|\\[/?INST\\]|<</?SYS>>|\\[UNUSED_TOKEN_\\d+\\]|<reserved_\\d+>|\\[EO[ST]\\]',
    '\\[\\|(?:endofturn|user|system|assistant)\\|\\]|\\[e~\\[|\\]~b\\]|<\\|?ifm\\|[^<>\\s]{1,20}>',
    '<\\|close\\|>response<\\|sep\\|>|</(?:response|answer|output|final(?:_answer|_response)?|solution|回答|答案)>',
  ].join('|'),
  'gi',
);
/** Tokens of that shape inside an answer that end nothing. */
const INSIDE = /box|ref|quad|vision|image|dummy|begin_of_solution|begin_of_answer/i;
/** What may stand between and after tokens without being said by anybody. */
const ROLE = /\b(?:user|assistant|system|model|human|end_header_id|ai)\b/gi;

/** A role's word that is left alone on its line, or glued to the end of an answer, where the tokens round it were dropped. */
const BARE_ROLE = /(?:(?<=[.!?。！？"”’)\]*])|\n[ \t]*)(?:assistant|user)[ \t]*\n[ \t]*\n?(?=\s*\S)/g;

const ASKER = String.raw`(?:#{1,4}[ \t]{0,4})?(?:\*\*|__)?`;
/** Markers of a user and of an assistant that belong together. `strict`: so common in ordinary texts that more must speak for it. */
const WORDS: readonly { readonly user: string; readonly assistant: string; readonly strict: boolean }[] = [
  {
    user: 'User|Human|<human>|<user>|Usuario|Utilisateur|Benutzer|Nutzer|Utente|Пользователь|Человек|用户|用戶|使用者|人类|人類|提问者|提問者|ユーザー|사용자',
    assistant:
      'Assistant|AI|Bot|Model|ChatGPT|Chatbot|<bot>|<assistant>|Asistente|Assistent|Assistente|Ассистент|Помощник|回答者|アシスタント|어시스턴트|助手|助理|AI助手|机器人|機器人|模型|助手AI',
    strict: false,
  },
  { user: '(?<=#[ \\t]{0,4})(?:Instruction|Input|Question)', assistant: 'Response|Output|Answer', strict: false },
  { user: 'Me', assistant: 'You|AI|Bot|ChatGPT', strict: true },
  { user: 'Question|Q|问题?|問題?|提问', assistant: 'Answer|A|答案?|回答', strict: true },
];
/** `User 2:`, `User (later):`. */
const WHICH = String.raw`(?:[ \t]{0,4}(?:\d{1,2}|[(（][^()（）\n]{1,24}[)）]))?`;
const BY_WORDS = WORDS.map(({ user, assistant, strict }) => ({
  user: new RegExp(`(?:^|\\n)[ \\t]{0,8}${ASKER}(?:${user})${WHICH}(?:\\*\\*|__)?[ \\t]{0,4}[:：]`, 'gi'),
  assistant: new RegExp(
    `(?:(?:^|\\n)[ \\t]{0,8}${ASKER}|#{2,4}[ \\t]{0,4})(?:${assistant})${WHICH}(?:\\*\\*|__)?[ \\t]{0,4}[:：]`,
    'i',
  ),
  strict,
}));
/** The same in the tags and objects in which conversations are stored. */
const MARKERS = [
  ...BY_WORDS,
  { user: /(?:^|\n)[ \t]{0,8}<(?:user|human)>/gi, assistant: /<(?:assistant|ai|bot|model)>/i, strict: false },
  {
    user: /(?:^|\n)[ \t,[]{0,8}\{\s{0,8}"role"\s{0,4}:\s{0,4}"(?:user|human)"/gi,
    assistant: /"role"\s{0,4}:\s{0,4}"(?:assistant|model)"/i,
    strict: false,
  },
];

/** Prompts that ask for a text in which people speak in turn. */
const ASKS_FOR_TURNS =
  /dialogu?e|conversation|interview|\bscript|screenplay|\bplay\b|\bskit\b|\bscene\b|chat ?log|role-?play|transcript|debate|q\s?&\s?a|\bfaq|questions? and answers?|对话|對話|访谈|訪談|采访|採訪|剧本|劇本|聊天|问答|問答|相声|相聲|小品|角色扮演|辩论|辯論/i;

/**
 * Where an answer ends because its text goes on as the asker, or in tokens: the first control token of a turn that is used, not spoken
 * of; else a marker of the asker at the start of a line, outside quotes and code, after some text that does not lead up to it, where an assistant's marker
 * follows and the prompt (null: not known) asked for no dialogue. null: at the end of the text.
 */
export function answerEnd(given: string, prompt: string | null): AnswerEnd | null {
  const { text, original } = withLineFeeds(given);
  const ends = [tokenEnd(text), bareRole(text), wordsEnd(text, prompt)].filter((end) => end !== null);
  const [first] = ends.sort((a, b) => a.at - b.at);
  return first === undefined ? null : { ...first, at: original(first.at) };
}

function tokenEnd(text: string): AnswerEnd | null {
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const { index: at } = match;
    const end = at + token.length;
    if (INSIDE.test(token) || isMarkup(text, at, token) || useOfToken(text, at, end) === 'spoken') continue;
    const after = text.slice(end).replace(TOKEN, ' ').replace(ROLE, ' ').trim();
    return { at, runsOn: after !== '' };
  }
  return null;
}

/** `</s>` and `</answer>` also close what was opened in the text itself. */
function isMarkup(text: string, at: number, token: string): boolean {
  const name = /^<\/([^<>]+)>$/.exec(token)?.[1];
  if (name === undefined) return false;
  const before = text.slice(0, at).toLowerCase();
  return before.includes(`<${name.toLowerCase()}>`);
}

function bareRole(text: string): AnswerEnd | null {
  for (const { index, 0: found } of text.matchAll(BARE_ROLE)) {
    if (text.slice(0, index).trim() !== '' && !isCited(text, index, index + found.length)) {
      return { at: text.slice(0, index).trimEnd().length, runsOn: true };
    }
  }
  return null;
}

function wordsEnd(text: string, prompt: string | null): AnswerEnd | null {
  if (prompt !== null && ASKS_FOR_TURNS.test(prompt)) return null;
  let first: number | null = null;
  for (const { user, assistant, strict } of MARKERS) {
    if (strict && prompt === null) continue;
    for (const { index, 0: marker } of text.matchAll(user)) {
      const before = text.slice(0, index).trimEnd();
      // Where the first of them is led up to, quoted, or begins the text, all of them are its form.
      const leadsUp = /[:：]["'*_”」]*$/.test(before);
      if (before === '' || leadsUp || isCited(text, index + marker.length, index + marker.length)) break;
      if (isInQuotes(before) || !assistant.test(text.slice(index + marker.length))) break;
      if (strict && (/\*\*|__|#/.test(marker) || !/[.!?。！？]["'”」』)]*$/.test(before))) break;
      if (first === null || before.length < first) first = before.length;
      break;
    }
  }
  return first === null ? null : { at: first, runsOn: true };
}

/** True where the text so far has opened a quotation that it has not closed. */
function isInQuotes(before: string): boolean {
  const count = (pattern: RegExp): number => before.match(pattern)?.length ?? 0;
  return (
    count(/“/g) > count(/”/g) || count(/「/g) > count(/」/g) || count(/『/g) > count(/』/g) || count(/"/g) % 2 === 1
  );
}
