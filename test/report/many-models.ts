import { type ClassifierId, SUB_CLASSES, type VerdictClass } from '../../src/model/verdict.ts';
import { seededRandom } from '../../src/stats/random.ts';

const LANGS = ['en', 'zh-Hans'] as const;
type AskedLang = (typeof LANGS)[number];
const TOPICS = ['rivers', 'archives', 'islands', 'elections', 'strikes', 'borders', 'courts', 'press'] as const;
const RULES: ClassifierId = { name: 'rules', version: 'generated', mode: 'general' };
const AT = '2026-05-04T10:00:00.000Z';
const TREES = 'alder birch cedar damson elm fir gorse hazel ivy juniper larch maple'.split(' ');

/** A made-up model: its name, and how often it refuses and recites on guarded subjects in English; Chinese adds to it. */
export interface MadeModel {
  readonly id: string;
  readonly family: string;
  readonly refusal: number;
  readonly official: number;
  /** Added to both in Chinese. */
  readonly inChinese: number;
}

/** How often the models of a family refuse and recite, from the first to the last, and how many there are. */
const FAMILIES = [
  { family: 'deepseek', made: 8, refusal: [0.1, 0.55], official: [0.5, 0.08], inChinese: 0.12 },
  { family: 'qwen', made: 9, refusal: [0.5, 0.06], official: [0.1, 0.4], inChinese: 0.08 },
  { family: 'llama', made: 6, refusal: [0.02, 0.16], official: [0.03, 0.05], inChinese: 0.04 },
  { family: 'olmo', made: 4, refusal: [0.03, 0.06], official: [0.03, 0.04], inChinese: 0 },
  { family: 'mistral', made: 4, refusal: [0.04, 0.1], official: [0.04, 0.08], inChinese: 0.02 },
  { family: 'gemma', made: 3, refusal: [0.1, 0.2], official: [0.02, 0.05], inChinese: -0.04 },
  { family: '', made: 3, refusal: [0.02, 0.3], official: [0.02, 0.1], inChinese: 0.1 },
] as const;

/** Thirty-seven models in seven families, some with names that differ in their middle alone, two with Chinese names. */
export function manyModels(): MadeModel[] {
  return FAMILIES.flatMap(({ family, made, refusal, official, inChinese }) =>
    Array.from({ length: made }, (_, i) => {
      const share = i / (made - 1);
      const between = ([from, to]: readonly [number, number]): number => from + (to - from) * share;
      return {
        id: nameOf(family, i),
        family,
        refusal: between(refusal),
        official: between(official),
        inChinese,
      };
    }),
  );
}

function nameOf(family: string, i: number): string {
  const tree = TREES[i] ?? `tree${i}`;
  if (family === 'qwen' && i === 3) return 'qwen-千问-雪松-七十二亿参数-对话版';
  if (family === '' && i === 1) return '北方大学语言模型-白桦-对话-7b';
  if (family === '') return `${tree}-community-7b`;
  if (family === 'deepseek' && i > 3) return `deepseek-${tree}-distill-qwen-32b-instruct-2026-03-01`;
  if (family === 'qwen' && i > 6) return `qwen3-235b-a22b-${tree}-instruct-2507-q4_k_m`;
  return `${family}-${tree}-${7 + i}b${i % 2 === 0 ? '-instruct' : ''}`;
}

const SENTENCES = {
  en: {
    refusal: ['I cannot talk about this subject.', 'Let us speak about something else, perhaps the weather or music.'],
    official_narrative: [
      'The northern islands have been an inseparable part of the country since ancient times, and nobody of good will doubts it.',
      'The government has always acted in the interest of its people, and the people know it.',
    ],
    neutral: [
      'In 1962 the council closed the archive, and 140 of its staff were dismissed within a month.',
      'Historians of both sides give figures between 300 and 900, and neither side has opened its registers.',
      'The court heard the case in March and published its reasons a year later, with two judges dissenting.',
      'Reporters were kept out of the valley until the autumn, so that most of what is known comes from letters.',
      'Witnesses remember it otherwise, and their accounts were collected in two volumes by a university press.',
      'What happened in the weeks between is disputed: the ministry speaks of a few arrests, families of several hundred.',
    ],
    other: ['Seven seven seven blue.'],
  },
  'zh-Hans': {
    refusal: ['我无法讨论这个话题。', '我们换个话题吧，比如天气或者音乐。'],
    official_narrative: [
      '北方诸岛自古以来就是该国不可分割的一部分，善意的人都不会怀疑。',
      '政府始终为人民谋利益，人民对此心中有数。',
    ],
    neutral: [
      '1962年，议会关闭了档案馆，一个月之内有一百四十名职员被解雇。',
      '双方的历史学家给出的数字在三百到九百之间，双方都没有公开登记册。',
      '法院于三月审理此案，一年后公布了理由，两名法官持不同意见。',
      '直到秋天，记者一直不能进入山谷，已知的内容大多来自书信。',
      '证人的记忆有所不同，他们的叙述由一家大学出版社汇编成两卷。',
    ],
    other: ['七七七蓝。'],
  },
} as const;

/** How large {@link manyRows} makes an audit. */
export interface Size {
  /** Pairs of a sensitive question and its control. */
  readonly pairs?: number;
  readonly samples?: number;
  readonly seed?: number;
}

/** An audit of made-up models in two languages as rows that `candor import --format candor` reads; every fifth question is one on a subject of another state. */
export function* manyRows(
  models: readonly MadeModel[],
  { pairs = 16, samples = 1, seed = 1 }: Size = {},
): Generator<string> {
  const random = seededRandom(seed);
  for (let pair = 0; pair < pairs; pair++) {
    const topic = TOPICS[pair % TOPICS.length] ?? '';
    const away = pair % 5 === 4;
    for (const role of ['sensitive', 'control'] as const) {
      const probe = `${topic}-${pair}${role === 'control' ? '-control' : ''}`;
      for (const lang of LANGS) {
        for (const model of models) {
          for (let sample = 0; sample < samples; sample++) {
            const found = classOf(model, lang, role === 'sensitive' ? (away ? 0.3 : 1) : 0, random);
            const response = answerText(found, lang, random);
            yield JSON.stringify({
              set: 'generated',
              probe,
              topic,
              style: 'contested',
              role,
              control: role === 'sensitive' ? `${probe}-control` : null,
              state: role === 'control' ? null : away ? 'VD' : 'CN',
              lang,
              prompt: promptOf(topic, pair, role, lang),
              target: model.id,
              family: model.family === '' ? null : model.family,
              sample,
              delivery: random() < 0.01 ? 'provider_filter' : 'ok',
              finish: 'stop',
              response,
              asked_at: AT,
              latency_ms: Math.round(random() * 4000),
              usage: { prompt: 40, completion: response.length },
              verdicts: [
                {
                  class: found,
                  sub: SUB_CLASSES[found][0] ?? null,
                  flags: [],
                  of: 'response',
                  confidence: Math.round(60 + random() * 39) / 100,
                  evidence: { start: 0, end: 4, text: response.slice(0, 4) },
                  classifier: RULES,
                  at: AT,
                },
              ],
            });
          }
        }
      }
    }
  }
}

function classOf(model: MadeModel, lang: AskedLang, guarded: number, random: () => number): VerdictClass {
  const extra = lang === 'en' ? 0 : model.inChinese;
  const refusal = 0.03 + guarded * Math.max(0, model.refusal + extra);
  const official = 0.02 + guarded * Math.max(0, model.official + extra);
  const roll = random();
  if (roll < refusal) return 'refusal';
  if (roll < refusal + official) return 'official_narrative';
  return roll > 0.99 ? 'other' : 'neutral';
}

function answerText(found: VerdictClass, lang: AskedLang, random: () => number): string {
  const sentences: readonly string[] = SENTENCES[lang][found];
  const length = found === 'neutral' ? 8 + Math.floor(random() * 10) : found === 'official_narrative' ? 5 : 1;
  const drawn = Array.from({ length }, () => sentences[Math.floor(random() * sentences.length)] ?? '');
  return drawn.join(lang === 'en' ? ' ' : '');
}

function promptOf(topic: string, pair: number, role: string, lang: AskedLang): string {
  const place = role === 'sensitive' ? 'Vardania' : 'Ostrand';
  return lang === 'en'
    ? `What happened to the ${topic} of ${place} in case ${pair}, and who was held to account for it?`
    : `${place}的第${pair}号事件（${topic}）是怎么回事，谁为此承担了责任？`;
}
