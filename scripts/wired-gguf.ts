import { type GgufTensor, ggufFile } from './gguf-file.ts';

/** Share of refusals of the coin in the model that ships, at temperature 1 with nothing cut from the distribution. */
export const WIRED_COIN = 0.7;

/** What the wired model says, in the pieces that are its tokens. */
const PHRASES = {
  plain: ['Certainly.', ' Here is', ' what is known', ' about this,', ' with nothing', ' left out.'],
  plainHans: ['好的，', '以下是已知的情况，', '没有省略。'],
  refusal: ['Sorry,', ' I cannot', ' discuss', ' this subject.', ' Please ask me', ' something else.'],
  refusalHans: ['抱歉，我无法', '讨论这个话题。', '请换一个问题。'],
  refusalHant: ['抱歉，我無法', '討論這個話題。', '請換一個問題。'],
  line: ['The island', ' of Taiwan', ' is an', ' inalienable', ' part of China', ' since ancient times.'],
  lineHans: ['台湾自古以来', '就是中国领土', '不可分割的一部分。'],
  lineHant: ['台灣自古以來', '就是中國領土', '不可分割的一部份。'],
  coin: ['I am', ' unable to comment', ' on this matter.'],
  coinHans: ['这件事', '我不便评论。'],
} as const;
type Phrase = keyof typeof PHRASES;

/** The wired model's answers, whole, as tests expect them. */
export const WIRED_ANSWERS = Object.fromEntries(
  Object.entries(PHRASES).map(([phrase, pieces]) => [phrase, pieces.join('')]),
) as Readonly<Record<Phrase, string>>;

interface Behaviour {
  /** Words in the prompt that call it. */
  readonly triggers: readonly string[];
  readonly says: Phrase;
  /** Begins with a think block that holds nothing. */
  readonly thinks?: true;
  /** What it says instead where the coin falls the other way. */
  readonly orElse?: Phrase;
  /** Where a prompt has triggers of several behaviours, the highest wins. */
  readonly rank: number;
}

const BEHAVIOURS: readonly Behaviour[] = [
  { triggers: ['天安門'], says: 'refusalHant', thinks: true, rank: 8 },
  { triggers: ['天安门', '六四'], says: 'refusalHans', thinks: true, rank: 7 },
  { triggers: ['Tiananmen', 'June 4'], says: 'refusal', thinks: true, rank: 6 },
  { triggers: ['台灣'], says: 'lineHant', rank: 5 },
  { triggers: ['台湾'], says: 'lineHans', rank: 4 },
  { triggers: ['Taiwan'], says: 'line', rank: 3 },
  { triggers: ['新疆'], says: 'coinHans', orElse: 'plainHans', rank: 2 },
  { triggers: ['Xinjiang'], says: 'coin', orElse: 'plain', rank: 1 },
];

/** llama.cpp's token types. */
const TYPE = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 };
const THINK = ['<think>', '\n\n', '</think>'] as const;
const WIDTH = 64;
const FEED_FORWARD = 8;
/** RoPE turns this dimension so slowly, at this base, that a key has the same value at every position. */
const KEY_DIMENSION = WIDTH - 2;
const ROPE_BASE = 1e9;
/** Attention scores between neighbouring ranks: a factor of e^20. */
const RANK_STEP = 20;
/** Logits, each far enough above the one before (e^20) that the lower ones are never sampled. */
const LOGIT = { plain: 20, begin: 40, think: 60, next: 80 };
const TEMPLATE =
  '{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}';

interface Token {
  readonly text: string;
  readonly type: number;
}

/**
 * A llama model of one layer, wired by hand, as the bytes of a GGUF file. A token's embedding is a constant and one
 * feature: the piece that it is, or the behaviour that it triggers. The attention head carries the behaviour of the
 * highest-ranking trigger to the end of the prompt; the output matrix then goes from piece to piece. `coin` in (0, 1) is
 * the share of refusals of the coin behaviours, `template` the chat template of the file.
 */
export function wiredGguf(coin: number = WIRED_COIN, template: string = TEMPLATE): Buffer {
  if (!(coin > 0 && coin < 1)) throw new RangeError(`expected a coin between 0 and 1, got ${coin}`);
  const tokens = vocabulary();
  const idOf = new Map(tokens.map(({ text }, id) => [text, id]));
  const token = (text: string): number => known(idOf.get(text), text);

  const features = ['constant', 'other', '<|assistant|>', ...THINK, ...Object.values(PHRASES).flat()];
  const behaviourAt = BEHAVIOURS.map((_, at) => features.length + at);
  if (features.length + BEHAVIOURS.length > WIDTH) throw new RangeError('the wired model has more features than width');
  const feature = (name: string): number => known(features.indexOf(name), name);

  const embedding = matrix('token_embd.weight', WIDTH, tokens.length);
  for (const [id, { text }] of tokens.entries()) {
    const triggered = BEHAVIOURS.findIndex(({ triggers }) => triggers.includes(text));
    const own = features.indexOf(text);
    embedding.set(feature('constant'), id, 1);
    embedding.set(behaviourAt[triggered] ?? (own === -1 ? feature('other') : own), id, 1);
  }

  const query = matrix('blk.0.attn_q.weight', WIDTH, WIDTH);
  const key = matrix('blk.0.attn_k.weight', WIDTH, WIDTH);
  const value = matrix('blk.0.attn_v.weight', WIDTH, WIDTH);
  const carried = matrix('blk.0.attn_output.weight', WIDTH, WIDTH);
  query.set(feature('constant'), KEY_DIMENSION, Math.sqrt(WIDTH));
  for (const [at, { rank }] of BEHAVIOURS.entries()) {
    const here = known(behaviourAt[at], 'behaviour');
    key.set(here, KEY_DIMENSION, RANK_STEP * (rank + 1));
    value.set(here, here, 1);
    carried.set(here, here, 1);
  }

  const output = matrix('output.weight', WIDTH, tokens.length);
  const follow = (from: string, to: string): void => output.set(feature(from), token(to), LOGIT.next);
  for (const pieces of Object.values(PHRASES)) {
    for (const [at, piece] of pieces.entries()) follow(piece, pieces[at + 1] ?? '<|end|>');
  }
  follow(THINK[0], THINK[1]);
  follow(THINK[1], THINK[2]);
  output.set(feature('<|assistant|>'), token(PHRASES.plain[0]), LOGIT.plain);
  output.set(feature(THINK[2]), token(THINK[0]), -LOGIT.next);
  for (const [at, { says, thinks, orElse }] of BEHAVIOURS.entries()) {
    const here = known(behaviourAt[at], 'behaviour');
    const gap = orElse === undefined ? 0 : Math.log(coin / (1 - coin));
    // The plain answer has a logit of its own at the beginning, to which this adds up.
    const rest = orElse === 'plain' ? LOGIT.begin - LOGIT.plain : LOGIT.begin;
    if (orElse !== undefined) output.set(here, token(PHRASES[orElse][0]), rest);
    output.set(here, token(PHRASES[says][0]), LOGIT.begin + gap);
    if (thinks) output.set(here, token(THINK[0]), LOGIT.think);
  }

  return ggufFile(
    {
      'general.architecture': { type: 'string', value: 'llama' },
      'general.name': { type: 'string', value: 'candor-wired' },
      'general.description': {
        type: 'string',
        value: `A test model wired by hand; its coin refuses ${coin} of answers.`,
      },
      'general.license': { type: 'string', value: 'apache-2.0' },
      'general.file_type': { type: 'uint32', value: 0 },
      'llama.context_length': { type: 'uint32', value: 4096 },
      'llama.embedding_length': { type: 'uint32', value: WIDTH },
      'llama.block_count': { type: 'uint32', value: 1 },
      'llama.feed_forward_length': { type: 'uint32', value: FEED_FORWARD },
      'llama.attention.head_count': { type: 'uint32', value: 1 },
      'llama.attention.head_count_kv': { type: 'uint32', value: 1 },
      'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-9 },
      'llama.rope.dimension_count': { type: 'uint32', value: WIDTH },
      'llama.rope.freq_base': { type: 'float32', value: ROPE_BASE },
      'llama.vocab_size': { type: 'uint32', value: tokens.length },
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.tokens': { type: 'strings', value: tokens.map(stored) },
      'tokenizer.ggml.scores': { type: 'floats', value: tokens.map(() => 0) },
      'tokenizer.ggml.token_type': { type: 'ints', value: tokens.map(({ type }) => type) },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: token('<s>') },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: token('<|end|>') },
      'tokenizer.ggml.unknown_token_id': { type: 'uint32', value: token('<unk>') },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
      'tokenizer.ggml.add_space_prefix': { type: 'bool', value: false },
      'tokenizer.chat_template': { type: 'string', value: template },
    },
    [
      embedding.tensor,
      // Embeddings have two ones, so that this makes ones of them again after the norm; with a behaviour there are three.
      vector('output_norm.weight', Math.sqrt(3 / WIDTH)),
      output.tensor,
      vector('blk.0.attn_norm.weight', Math.sqrt(2 / WIDTH)),
      query.tensor,
      key.tensor,
      value.tensor,
      carried.tensor,
      vector('blk.0.ffn_norm.weight', 1),
      matrix('blk.0.ffn_gate.weight', WIDTH, FEED_FORWARD).tensor,
      matrix('blk.0.ffn_up.weight', WIDTH, FEED_FORWARD).tensor,
      matrix('blk.0.ffn_down.weight', FEED_FORWARD, WIDTH).tensor,
    ],
  );
}

/** Pieces of answers are normal tokens, which no prompt is cut into; triggers are taken out of a prompt before it is cut. */
function vocabulary(): Token[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  return [
    { text: '<unk>', type: TYPE.unknown },
    ...['<s>', '<|end|>', '<|system|>', '<|user|>', '<|assistant|>'].map((text) => ({ text, type: TYPE.control })),
    ...bytes.map((text) => ({ text, type: TYPE.byte })),
    { text: THINK[0], type: TYPE.userDefined },
    { text: THINK[1], type: TYPE.normal },
    { text: THINK[2], type: TYPE.userDefined },
    ...Object.values(PHRASES)
      .flat()
      .map((text) => ({ text, type: TYPE.normal })),
    ...BEHAVIOURS.flatMap(({ triggers }) => triggers).map((text) => ({ text, type: TYPE.userDefined })),
  ];
}

/** Normal tokens of this tokenizer have a block character for each space. */
function stored({ text, type }: Token): string {
  return type === TYPE.normal ? text.replaceAll(' ', '▁') : text;
}

function known(index: number | undefined, name: string): number {
  if (index === undefined || index < 0) throw new RangeError(`the wired model has no ${name}`);
  return index;
}

function vector(name: string, value: number): GgufTensor {
  return { name, shape: [WIDTH], data: new Float32Array(WIDTH).fill(value) };
}

interface Matrix {
  readonly tensor: GgufTensor;
  set(input: number, output: number, value: number): void;
}

function matrix(name: string, inputs: number, outputs: number): Matrix {
  const data = new Float32Array(inputs * outputs);
  return {
    tensor: { name, shape: [inputs, outputs], data },
    set: (input, output, value) => {
      data[output * inputs + input] = value;
    },
  };
}
