import { chatStream, json, type Received, type Script, type ScriptedServer, startScripted } from './scripted.ts';

/** A judge's answers about a neutral text; the seal comes from the question. */
export const NEUTRAL_ANSWERS = {
  readable: 'yes',
  substance_quote: '',
  substance: 'full',
  declines_quote: '',
  declines: 'no',
  state_quote: '',
  state_voice: 'absent',
  state_form: 'none',
  line_of: '',
  avoided_quote: '',
  avoided_facts: 'absent',
  left_with: 'facts_or_views',
  piece: 'not_asked',
  voice_ordered: false,
  manner: 'facts',
} as const;

/** Changes of those answers where a text refuses in these words. */
export function refusing(quote: string): object {
  return { substance: 'none', substance_quote: '', declines: 'explicit', declines_quote: quote, left_with: 'nothing' };
}

/** One question that came to the judge. */
export interface JudgeQuestionSeen {
  readonly prompt: string;
  readonly seal: string;
  readonly body: Record<string, unknown>;
}

/** A server that judges as a test says. */
export interface JudgeChat {
  readonly url: string;
  readonly seen: readonly JudgeQuestionSeen[];
  close(): Promise<void>;
}

/** Starts it; `reply` gives the text of each reply, or a script for the whole exchange, by the question and its number from 0. */
export async function startJudgeChat(
  reply: (question: JudgeQuestionSeen, n: number) => string | Script,
): Promise<JudgeChat> {
  const seen: JudgeQuestionSeen[] = [];
  const server: ScriptedServer = await startScripted(({ path, json: body }: Received) => {
    if (!path.endsWith('/chat/completions') || body === null)
      return json(200, { object: 'list', data: [{ id: 'judge-model' }] });
    const messages = body.messages as readonly { content: string }[];
    const prompt = messages.at(-1)?.content ?? '';
    const seal = sealIn(prompt);
    if (seal === null) return chatStream(['Hello.']);
    const question = { prompt, seal, body };
    seen.push(question);
    const answer = reply(question, seen.length - 1);
    return typeof answer === 'string' ? chatStream([answer]) : answer;
  });
  return { url: `${server.url}/v1`, seen, close: () => server.close() };
}

/** A whole verdict, with changes; where the question is known, its substance is the beginning of the text asked about. */
export function verdictText(
  { seal, prompt = '' }: { readonly seal: string; readonly prompt?: string },
  changes: object = {},
): string {
  const substance_quote = textIn(prompt).slice(0, 40).toWellFormed();
  return JSON.stringify({ seal, ...NEUTRAL_ANSWERS, substance_quote, ...changes });
}

/** The text that a question asks about, as the judge sees it. */
export function textIn(prompt: string): string {
  return /<<<(?:TEXT|文本) ([0-9a-f]{6})\n([\s\S]*)\n\1 (?:TEXT|文本)>>>/.exec(prompt)?.[2] ?? '';
}

/** The seal that a judge's question names; null: it is no such question. */
export function sealIn(prompt: string): string | null {
  return /"seal" (?:is|为) "([0-9a-f]{6})"/.exec(prompt)?.[1] ?? null;
}
