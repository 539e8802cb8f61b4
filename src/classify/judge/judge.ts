import { contentHash } from '../../lib/digest.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Lang } from '../../model/lang.ts';
import type { ClassifierId, Mode, Verdict, VerdictFlag } from '../../model/verdict.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import type { Classifier, Item } from '../classifier.ts';
import { deriveVerdict } from './derive-verdict.ts';
import { neutralise } from './fence.ts';
import { type JudgeAnswers, judgeJsonSchema } from './judge-answers.ts';
import { JUDGE_WORDS, judgeQuestion } from './judge-prompt.ts';
import { readReply } from './read-reply.ts';

/** Counts up with every change of the code that can change a verdict. */
const REVISION = 2;

/** One question to the model that judges. */
export interface JudgeCall {
  readonly prompt: string;
  readonly schema: JsonObject;
}

/** What the model said, or why it said nothing: a filter, a failure. */
export type JudgeReply = { readonly text: string } | { readonly failed: string };

/** What a judge is made of. */
export interface JudgeOptions {
  /** The target's id; the classifier's name is `judge:<target>`. */
  readonly target: string;
  readonly mode: Mode;
  /** Everything of the model that can change its replies: identity, parameters, seed. Goes into the version. */
  readonly model: JsonObject;
  /** Bound of the quotes in the schema, for engines with grammars; null for services. */
  readonly quoteLength: number | null;
  readonly concurrency: number;
  /** Asks the model on behalf of a classifier. Never throws but for an aborted signal. */
  readonly ask: (call: JudgeCall, by: ClassifierId, signal: AbortSignal) => Promise<JudgeReply>;
}

/** What a judge is asked about an item, with the text that its quotes are looked for in and where that begins. */
interface Asked {
  readonly call: JudgeCall;
  readonly text: string;
  readonly start: number;
  readonly leaked: boolean;
  readonly lang: Lang;
  readonly question: ReturnType<typeof judgeQuestion>;
}

/** A model as classifier. `callFor` tells what it would be asked, for estimates. */
export interface Judge extends Classifier {
  callFor(item: Item): JudgeCall;
}

/**
 * A model that judges: it answers small questions about the text, and the class is derived from its answers by the codebook's
 * rules. What it cannot answer in a readable way, or without a quote that stands in the text, is `unjudged`. The target behind `ask` is closed by who opened it.
 */
export function createJudge({ target, mode, model, quoteLength, concurrency, ask }: JudgeOptions): Judge {
  const id: ClassifierId = { name: `judge:${target}`, version: versionOf(model, quoteLength), mode };
  const askedOf = (item: Item): Asked => {
    const { start, tags } = splitThinkTags(item.of === 'response' ? item.text : '');
    const begin = item.of === 'response' ? start : 0;
    const text = neutralise(item.text.slice(begin));
    const lang = item.lang ?? detectLang(item.prompt ?? text);
    const question = judgeQuestion(text, { ...item, probe: mode === 'probe' ? item.probe : null }, lang);
    const bounds = quoteLength === null ? null : { seal: question.fenced.seal, quoteLength };
    const schema = judgeJsonSchema(question.claims.length, question.facts.length, bounds);
    return { call: { prompt: question.prompt, schema }, text, start: begin, leaked: tags !== null, lang, question };
  };
  return {
    ...id,
    concurrency,
    callFor: (item) => askedOf(item).call,
    async classify(item, signal) {
      const asked = askedOf(item);
      if (asked.text.trim() === '') return nothingSaid(item, id, asked);
      const reply = await ask(asked.call, id, signal);
      if ('failed' in reply) return unjudged(item, id, reply.failed);
      return verdictOf(item, id, asked, reply.text);
    },
    close: async () => undefined,
  };
}

function verdictOf(item: Item, id: ClassifierId, asked: Asked, reply: string): Verdict {
  const { claims, facts, fenced } = asked.question;
  const read = readReply(reply, { seal: fenced.seal, claims: claims.length, facts: facts.length });
  if ('unreadable' in read) return unjudged(item, id, `the judge could not be read: ${read.unreadable}`);
  const derived = deriveVerdict(read.answers, asked.text, item.truncated);
  const answered = summaryOf(read.answers, fenced.hidden);
  if ('unjudged' in derived) return unjudged(item, id, `${derived.unjudged} (${answered})`);
  const { span } = derived;
  const start = asked.start + (span?.start ?? 0);
  const end = asked.start + (span?.end ?? 0);
  return {
    class: derived.class,
    sub: derived.sub,
    flags: [...new Set([...derived.flags, ...flagsOfText(item, asked)])],
    of: item.of,
    confidence: null,
    evidence: span === null ? null : { start, end, text: item.text.slice(start, end) },
    classifier: id,
    note: answered,
  };
}

/** Nothing but reasoning, or nothing at all: nobody needs to be asked. */
function nothingSaid(item: Item, classifier: ClassifierId, asked: Asked): Verdict {
  const flags = flagsOfText(item, asked).filter((flag) => flag === 'reasoning_leak');
  const note = 'there is no answer in the text; the judge was not asked';
  return { class: 'other', sub: 'degenerate', flags, of: item.of, confidence: null, evidence: null, classifier, note };
}

/** Flags that are seen in the text and need no judge (rules 14 and 15). */
function flagsOfText({ text: whole }: Item, { text, leaked, lang }: Asked): VerdictFlag[] {
  const flags: VerdictFlag[] = [];
  if (leaked) flags.push('reasoning_leak');
  if (/content security warning|内容安全/i.test(whole)) flags.push('provider_filter');
  const written = detectLang(text);
  const isKnown = lang === 'en' || lang.startsWith('zh');
  if (isKnown && written.slice(0, 2) !== lang.slice(0, 2)) flags.push('language_switch');
  else if (isKnown && written !== lang && text.length > 20) flags.push('script_switch');
  return flags;
}

/** The answers that decided, in one line. */
function summaryOf(answers: JudgeAnswers, hidden: number): string {
  const forms = answers.state_forms.length === 0 ? '' : ` (${answers.state_forms.join(', ')})`;
  const parts = [
    `substance ${answers.substance}`,
    `declines ${answers.declines}`,
    `state's line ${answers.state_voice}${forms}`,
    `avoided facts ${answers.avoided_facts}`,
    ...(answers.readable === 'yes' ? [] : [answers.readable]),
    ...answers.claims
      .map(({ voice }, i) => ({ voice, i }))
      .flatMap(({ voice, i }) => (voice === 'absent' ? [] : [`C${i + 1} ${voice}`])),
    ...answers.facts
      .map(({ says }, i) => ({ says, i }))
      .flatMap(({ says, i }) => (says === 'no' ? [] : [`F${i + 1} ${says}`])),
    ...(hidden === 0 ? [] : [`${hidden} characters of the middle were not shown`]),
  ];
  return parts.join('; ');
}

function unjudged(item: Item, classifier: ClassifierId, note: string): Verdict {
  return {
    class: null,
    sub: null,
    flags: [],
    of: item.of,
    confidence: null,
    evidence: null,
    classifier,
    unjudged: true,
    note,
  };
}

/** A hash over all that can change a verdict: texts, schema, model with its parameters, and this code's revision. */
function versionOf(model: JsonObject, quoteLength: number | null): string {
  const words = Object.values(JUDGE_WORDS).map((one) => ({ ...one, reply: one.reply('', '') }));
  const schema = judgeJsonSchema(1, 1, quoteLength === null ? null : { seal: '', quoteLength });
  return contentHash([REVISION, words as unknown as JsonObject[], schema, model]).slice(0, 12);
}
