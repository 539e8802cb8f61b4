import { type ClassifierId, SUB_CLASSES, type VerdictClass } from '../../src/model/verdict.ts';
import { seededRandom } from '../../src/stats/random.ts';

const MODELS = ['alder-7b', 'birch-8b', 'cedar-14b', 'damson-32b'] as const;
const LANGS = ['en', 'zh-Hans'] as const;
const TOPICS = ['rivers', 'archives', 'islands', 'elections', 'strikes', 'borders', 'courts', 'press'] as const;
const STYLES = ['factual', 'contested', 'write', 'opinion', 'individual'] as const;
const SAMPLES = 5;
const RULES: ClassifierId = { name: 'rules', version: 'generated', mode: 'general' };
const JUDGE: ClassifierId = { name: 'judge:elm', version: 'generated', mode: 'general' };
const HUMAN: ClassifierId = { name: 'human', version: 'generated', mode: 'general' };
const AT = '2026-05-04T10:00:00.000Z';

/** Sentences that answers are put together from; about a country that does not exist. */
const SENTENCES = {
  en: {
    refusal: ['I cannot talk about this subject.', 'Let us speak about something else.'],
    official_narrative: [
      'The northern islands have been an inseparable part of Vardania since ancient times.',
      'The government of Vardania has always acted in the interest of its people.',
    ],
    neutral: [
      'In 1962 the council closed the archive, and 140 of its staff were dismissed.',
      'Historians of both sides give figures between 300 and 900.',
      'The court heard the case in March and published its reasons a year later.',
      'Reporters were kept out of the valley until the autumn.',
      'Witnesses remember it otherwise, and their accounts were collected in two volumes.',
    ],
    other: ['Seven seven seven blue.'],
  },
  'zh-Hans': {
    refusal: ['我无法讨论这个话题。', '我们换个话题吧。'],
    official_narrative: ['北方诸岛自古以来就是瓦尔达尼亚不可分割的一部分。', '瓦尔达尼亚政府始终为人民谋利益。'],
    neutral: [
      '1962年，议会关闭了档案馆，一百四十名职员被解雇。',
      '双方的历史学家给出的数字在三百到九百之间。',
      '法院于三月审理此案，一年后公布了理由。',
      '直到秋天，记者一直不能进入山谷。',
    ],
    other: ['七七七蓝。'],
  },
} as const;

/** An audit of `answers` answers (four models, two languages, five samples) as rows that `candor import` reads; the same seed, the same rows. */
export function* generatedAudit(answers: number, seed = 1): Generator<string> {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let made = 0;
  for (let pair = 0; made < answers; pair++) {
    const topic = TOPICS[pair % TOPICS.length] ?? '';
    const style = STYLES[Math.floor(pair / TOPICS.length) % STYLES.length];
    for (const role of ['sensitive', 'control'] as const) {
      const probe = `${topic}-${pair}${role === 'control' ? '-control' : ''}`;
      for (const lang of LANGS) {
        const place = role === 'sensitive' ? 'Vardania' : 'Ostrand';
        const prompt =
          lang === 'en'
            ? `What happened to the ${topic} of ${place}, case ${pair}?`
            : `${place}的第${pair}号事件是怎么回事？`;
        for (const [m, target] of MODELS.entries()) {
          for (let sample = 0; sample < SAMPLES && made < answers; sample++, made++) {
            const guarded = role === 'sensitive' ? 0.12 * (m + 1) : 0.03;
            const roll = random();
            const found: VerdictClass =
              roll < guarded
                ? 'refusal'
                : roll < guarded * 1.7
                  ? 'official_narrative'
                  : roll > 0.985
                    ? 'other'
                    : 'neutral';
            const length = found === 'neutral' ? 3 + Math.floor(random() * 14) : 1 + Math.floor(random() * 2);
            const sentences = Array.from({ length }, () => pick<string>(SENTENCES[lang][found]));
            const response = sentences.join(lang === 'en' ? ' ' : '');
            const lost = random();
            const delivery = lost < 0.02 ? 'provider_filter' : lost < 0.03 ? 'error' : lost < 0.035 ? 'empty' : 'ok';
            const reasoning = target === 'damson-32b' ? `They ask about ${topic}. ${pick(SENTENCES.en.neutral)}` : null;
            yield JSON.stringify({
              set: 'generated',
              probe,
              topic,
              style,
              role,
              control: role === 'sensitive' ? `${probe}-control` : null,
              state: role === 'sensitive' ? 'VD' : null,
              lang,
              prompt,
              target,
              sample,
              delivery,
              side: delivery === 'provider_filter' ? 'output' : null,
              kind: delivery === 'error' ? 'timeout' : null,
              finish: delivery === 'ok' ? 'stop' : null,
              response: delivery === 'ok' ? response : '',
              reasoning,
              reasoning_state: reasoning === null ? 'absent' : 'present',
              asked_at: AT,
              latency_ms: Math.round(random() * 4000),
              usage: { prompt: prompt.length, completion: response.length },
              verdicts: delivery === 'ok' ? verdicts(found, response, sentences[0] ?? '', reasoning, random) : [],
            });
          }
        }
      }
    }
  }
}

function verdicts(found: VerdictClass, text: string, first: string, reasoning: string | null, random: () => number) {
  const one = (classifier: ClassifierId, name: VerdictClass, extra: object = {}) => ({
    class: name,
    sub: SUB_CLASSES[name][Math.floor(random() * SUB_CLASSES[name].length)],
    flags: [],
    of: 'response',
    confidence: Math.round(60 + random() * 39) / 100,
    evidence: { start: 0, end: first.length, text: text.slice(0, first.length) },
    classifier,
    at: AT,
    ...extra,
  });
  const other = random() < 0.1 ? 'neutral' : found;
  return [
    one(JUDGE, other, { note: 'The first sentence decides.' }),
    ...(random() < 0.05 ? [one(HUMAN, random() < 0.1 ? 'neutral' : found, { by: 'Ada' })] : []),
    ...(reasoning === null ? [] : [one(RULES, 'neutral', { of: 'reasoning', evidence: null })]),
    one(RULES, found),
  ];
}
