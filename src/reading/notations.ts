/** How a family of models writes its reasoning into the text of an answer. */
export interface Notation {
  readonly name: string;
  /** Looked for where an answer begins; sticky. */
  readonly open: RegExp;
  /** Looked for after it; any end of the family counts, since models mix them up. */
  readonly close: RegExp;
  /** A closing token without an opening one means that the chat template had opened the thought in the prompt. */
  readonly alone: boolean;
  /** The opening is also a caption that stands by itself: without an end it tells nothing. */
  readonly caption?: true;
  /** Who writes so, and where it is written down. */
  readonly source: string;
}

/** A tag may bear a namespace, a speed or suffix, and attributes; a sentence that speaks of the tag goes on with a verb. */
const tag = (stem: string): RegExp =>
  new RegExp(
    `<\\s{0,2}(?:[a-z]\\w{0,20}[:|_])?(?:${stem})(?:[:_][\\w-]{1,20})?(?:\\s[^<>\\n]{0,200})?>(?! (?:is|are|was|tags?|blocks?|marks?|means|tells?|and|or|tokens?)\\b)`,
    'iy',
  );
const endTag = (stem: string): RegExp =>
  new RegExp(`<\\s{0,2}/\\s{0,2}(?:[a-z]\\w{0,20}[:|_])?(?:${stem})(?:[:_][\\w-]{1,20})?\\s*>`, 'gi');
const words = 'think(?:ing)?|thoughts?|reason(?:ing)?|analysis|cot|reflection|scratchpad';

/**
 * Reasoning as it stands in texts. Parsers of servers were read on 2026-11-30: vLLM `vllm/reasoning/*`, SGLang
 * `python/sglang/srt/parser/reasoning_parser.py`; what follows a row is who writes so.
 */
export const NOTATIONS: readonly Notation[] = [
  {
    name: 'think',
    open: tag('think(?:ing)?'),
    close: endTag('think(?:ing)?'),
    alone: true,
    source:
      'DeepSeek R1 to V4, Qwen 3 and later, QwQ, GLM, MiniMax M2 and M3 (mm:think), OLMo 3 Think, Nemotron 3, Hunyuan (think:SUFFIX), ERNIE 4.5, LongCat (longcat_think), Seed-OSS (seed:think), K2 Horizon (ifm|think_fast), Granite 3.3, Inspect (attributes)',
  },
  {
    name: 'seed-budget',
    open: /<seed:cot_budget_reflect>/iy,
    close: /<\/seed:cot_budget_reflect>/gi,
    alone: false,
    source: 'Seed-OSS, model card: notes on the budget, also outside the thought',
  },
  {
    name: 'thought',
    open: tag('thoughts?'),
    close: endTag('thoughts?'),
    alone: true,
    source: 'Marco-o1; thought summaries of Gemini through its OpenAI layer',
  },
  {
    name: 'reasoning',
    open: tag('reason(?:ing)?'),
    close: endTag('reason(?:ing)?'),
    alone: true,
    source: 'fine-tunes after GRPO recipes; gpt-oss through Bedrock',
  },
  {
    name: 'reflection',
    open: tag('reflection|scratchpad|inner_monologue|cot|antthinking'),
    close: endTag('reflection|scratchpad|inner_monologue|cot|antthinking'),
    alone: false,
    source: 'Reflection-70B; prompts that ask for a scratchpad',
  },
  {
    name: 'chinese-tag',
    open: /[<＜](?:思考|思考过程|思考過程|推理|推理过程|推理過程|思维链|思維鏈)[>＞]/y,
    close: /[<＜][/／](?:思考|思考过程|思考過程|推理|推理过程|推理過程|思维链|思維鏈)[>＞]/g,
    alone: true,
    source: 'fine-tunes in Chinese',
  },
  {
    name: 'kimi',
    open: /◁think▷/y,
    close: /◁\/think▷/g,
    alone: true,
    source: 'Kimi-VL-Thinking',
  },
  {
    name: 'kimi-k3',
    open: /<\|open\|>think<\|sep\|>/y,
    close: /<\|close\|>think<\|sep\|>/g,
    alone: true,
    source: 'Kimi K3',
  },
  {
    name: 'magistral',
    open: /\[THINK\]/y,
    close: /\[\/THINK\]/g,
    alone: true,
    source: 'Magistral, Ministral Reasoning, Mistral Small 4',
  },
  {
    name: 'gemma-channel',
    open: /<\|channel>[ \t]*(?:thought|thinking|analysis)?[ \t]*(?:\n|(?=<channel\|>)|$)/y,
    close: /<channel\|>/g,
    alone: true,
    source: 'Gemma 4',
  },
  {
    name: 'apertus',
    open: /<\|inner_prefix\|>/y,
    close: /<\|inner_suffix\|>/g,
    alone: true,
    source: 'Apertus',
  },
  {
    name: 'cohere',
    open: /<\|START_THINKING\|>/y,
    close: /<\|END_THINKING\|>/g,
    alone: true,
    source: 'Command A Reasoning',
  },
  {
    name: 'inkling',
    open: /<\|content_thinking\|>/y,
    close: /<\|end_message\|>(?:\s*<\|message_model\|>)?/g,
    alone: false,
    source: 'Inkling',
  },
  {
    name: 'control-token',
    open: new RegExp(
      `<[|｜](?:(?:begin|start|open)[_▁](?:of[_▁])?)?(?:${words})(?:[_▁](?:begin|start|open|prefix))?[|｜]>`,
      'iy',
    ),
    close: new RegExp(
      `<[|｜](?:/|(?:end|stop|close)[_▁](?:of[_▁])?)(?:${words})[|｜]>|<[|｜](?:${words})[_▁](?:end|stop|close|suffix)[|｜]>|</[|｜](?:${words})[|｜]>`,
      'gi',
    ),
    alone: true,
    source: 'Sky-T1, OpenThinker, Bespoke-Stratos (<|begin_of_thought|>), and kin',
  },
  {
    name: 'details',
    open: /<details(?:\s[^<>\n]{0,200})?>\s*<summary>[^<\n]{0,40}(?:think|thought|reason|思考|推理)[^<\n]{0,60}<\/summary>/iy,
    close: /<\/details>/gi,
    alone: false,
    source: 'Open WebUI and other front ends, which fold the thought of an exported answer',
  },
  {
    name: 'escaped-tag',
    open: /&lt;(?:think(?:ing)?|thoughts?|reasoning)&gt;/iy,
    close: /&lt;\/(?:think(?:ing)?|thoughts?|reasoning)&gt;/gi,
    alone: true,
    source: 'collections that escaped their texts for HTML',
  },
  {
    name: 'medgemma',
    open: /<unused94>(?:[ \t]*(?:thought|thinking)\b)?/y,
    close: /<unused95>/g,
    alone: true,
    source: 'MedGemma 27B, whose template leaves reserved tokens in the text',
  },
  {
    name: 'ollama',
    open: /[*_]{0,2}Thinking[ \t]?(?:\.\.\.|…)[*_]{0,2}[ \t]*\n/y,
    close: /(?:^|(?<=\n))[ \t]*[*_]{0,2}(?:\.\.\.|…)[ \t]?done thinking\.?[*_]{0,2}/g,
    alone: true,
    caption: true,
    source: 'ollama run, on its terminal',
  },
  {
    name: 'granite',
    open: /Here(?: is|'s|’s) my thought process:/y,
    close: /Here(?: is|'s|’s) my response:/g,
    alone: false,
    source: 'Granite 3.2',
  },
];

/** What every opening and end of the table has a piece of: most answers have none, and are looked at once instead of for every row. */
export const HAS_NOTATION = /[<＜◁[]|&lt;|thinking|Here(?: is|'s|’s) my/i;

/** Tokens and words that stand before an answer and belong to no one: the start of a turn, or a wrapper round the answer. Sticky. */
export const HEADERS: readonly RegExp[] = [
  /<\|begin_of_text\|>|<\|startoftext\|>|<bos>|<s>(?!\S[^<]*<\/s>)|\[gMASK\]|<sop>|<｜begin▁of▁sentence｜>/y,
  /(?:<\|eot_id\|>|<\|im_end\|>|<end_of_turn>|<\|end\|>)?\s*(?:<\|start_header_id\|>\s*assistant\s*<\|end_header_id\|>|<\|header_start\|>\s*assistant\s*<\|header_end\|>|<\|im_start\|>\s*assistant[ \t]*(?:\n|(?=<))|<start_of_turn>\s*model\b|<\|turn>\s*model\b|<\|START_OF_TURN_TOKEN\|>\s*<\|CHATBOT_TOKEN\|>|<\|start_of_role\|>\s*assistant\s*<\|end_of_role\|>|<\|im_assistant\|>(?:assistant)?(?:<\|im_middle\|>)?|<\|assistant(?:_start)?\|>|<｜(?:hy_)?Assistant｜>|\[\|assistant\|\]|\]~b\]ai[ \t]*\n)/iy,
  /\[\/INST\]/y,
  /<\|(?:START_RESPONSE|START_TEXT|begin_of_solution|begin_of_answer|begin_of_box|message_model|content_text)\|>|<\|open\|>response<\|sep\|>/y,
  /assistant[ \t]*\n(?=\s*\S)/y,
  /#{1,4}[ \t]*(?:Assistant|Response)[ \t]*:/y,
  /(?:\*\*|__)?(?:(?:AI )?assistant|chatbot|(?:AI|智能|人工智能)?助手|助理)(?:\*\*|__)?[ \t]{0,4}[:：](?:\*\*|__)?/iy,
  // A turn of the system that the answer wrote itself: it is nobody's answer (and flagged, src/classify/injection.ts).
  /<\|im_start\|>[ \t]*system\b[\s\S]{0,4000}?<\|im_end\|>|<\|start_header_id\|>[ \t]*system[\s\S]{0,4000}?<\|eot_id\|>|<<SYS>>[\s\S]{0,4000}?<<\/SYS>>/y,
];

/** A tag round the answer, which only counts after a thought or where it closes at the end. */
export const WRAPPER = /<(response|answer|output|final(?:_answer|_response)?|solution|回答|答案)>/iy;

/** What opens an answer in the manner of a control token, a tag of thought or a channel, and stands in no row above. */
export const UNKNOWN_OPENING: readonly RegExp[] = [
  /<unused\d{1,3}>/y,
  /<[|｜][^<>\s]{1,60}>/y,
  /<[a-z][\w:.-]{0,40}\|>/iy,
  /◁[^▷\n]{1,40}▷/y,
  /\[\|[^\]\n]{1,40}\|\]|\]~b\]/y,
  /\[\/?[A-Z_]*(?:THINK|THOUGHT|REASON|REFLECT|ANALY|INST|TOOL)[A-Z_]*\]/y,
  /<\/?[\w:.|-]{0,30}(?:think|thought|reason|reflect|scratch|monologue|deliberat|analys|ponder|brainstorm|rationale|chain|internal)[\w:.|-]{0,30}(?:\s[^<>\n]{0,100})?>/iy,
  /<\/?[^<>\n]{0,10}(?:思考|思维|推理|思路)[^<>\n]{0,10}>|【(?:思考|思维|推理)[^】\n]{0,10}】/y,
  // Look-alikes in full width, fences, comments and headings that bear the name of a thought.
  /＜[^＜＞\n]{0,20}(?:think|thought|reason|思考|推理)[^＜＞\n]{0,20}＞/iy,
  /(?:```|~~~)[ \t]*(?:think(?:ing)?|thoughts?|reasoning|cot|scratchpad)[ \t]*\n/iy,
  /<!--\s*(?:think(?:ing)?|thoughts?|reasoning)\b/iy,
  /(?=[#*_>[（(💭🤔🧠])(?:[#*_>[（( \t]|💭|🤔|🧠){1,12}(?:(?:my|internal|inner) )?(?:thinking(?: process)?|thoughts?(?: process)?|reasoning(?: process)?|chain[ -]of[ -]thought|monologue|scratchpad|思考(?:过程|過程)?|推理(?:过程|過程)?|思维链)(?:[ \t]*(?:\.\.\.|…))?[ \t]*[:：]?[*_\])）]*[:：]?[ \t]*\n/iuy,
  /(?:analysis|commentary|thought|thoughts|thinking|reasoning|scratchpad)[ \t]*\n/y,
  /(?:analysis|commentary|thought|thinking|reasoning)(?=[A-Z\p{Script=Han}])/uy,
  /(?:analysis|commentary) (?=[A-Z][a-z]+ )/y,
];
