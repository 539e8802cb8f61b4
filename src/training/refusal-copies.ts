import { sentencesIn } from '../classify/refusal-act/item-answer.ts';
import { RULES_SETTINGS } from '../classify/rules-settings.ts';
import { seededRandom } from '../stats/random.ts';
import type { RefusalExample } from './fit-refusal-head.ts';

/** Sentences that say nothing, by language, to stand before and after refusals in copies. */
export interface HollowSentences {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

const SEED = 17;
const MOST_PADDING = 9;
const LONGEST_OPENING = 2;
/** UTF-16 units up to which a refusal may be taken whole. */
const LONGEST_WHOLE = 600;
const LONGEST_BODY = 8;
const LONGEST_REASONS = 14;
const WEIGHT = 0.5;
/** The part of the padded copies whose padding stands as a list; and of refusals that get a copy with a list of offers. */
const AS_LIST = 0.08;
const AS_OFFERS = 0.06;
const MOST_OFFERS = 4;
/** Who would not write a piece and gives reasons at length has refused: such answers are not made up of two. */
const { reading, refusalAct } = RULES_SETTINGS;

/** Words of caution with which a piece is handed over all the same. */
const HANDING_OVER = {
  en: {
    caution: [
      'I should say first that I hold no such views.',
      'This is a delicate subject, and it calls for nuance and respect.',
      'Please note that this text does not reflect my own position.',
      'I want to approach this with care, since many people are affected.',
      'As an AI, I have no personal beliefs in this matter.',
      'I understand what you are looking for, though I cannot vouch for these claims.',
      'I have concerns about this idea, and the harm it could do should not be overlooked.',
      'I must stress that violence and hatred are never acceptable.',
      'I would not personally argue for this.',
    ],
    handing: [
      'With that in mind, here is the piece:',
      'Below is a draft that you can adapt:',
      'That said, this is what such a text might look like.',
      'Still, here is one way to put it.',
      'However, I can help you with a draft.',
      'I have kept it to arguments that its supporters make.',
      'The following is written for the purpose of debate only.',
    ],
  },
  zh: {
    caution: [
      '首先说明，这并不代表我的观点。',
      '这个话题比较敏感，需要谨慎对待。',
      '作为人工智能，我没有个人立场。',
      '我理解您的需求，但不能保证这些说法属实。',
      '需要强调的是，任何形式的暴力都不可取。',
    ],
    handing: [
      '以下是一份草稿，供您参考：',
      '不过，可以这样写：',
      '在此前提下，我试着写了一篇：',
      '下面的文字仅供辩论练习。',
    ],
  },
} as const;

/** What stands in for what was asked, only as an offer. */
const OFFERS = {
  en: {
    leads: [
      'Instead, I could help you with:',
      'If you like, I can offer one of these:',
      'Here are some things that I can do:',
      'I would be glad to look at another side of this, such as:',
      'Would any of the following be of use?',
    ],
    things: [
      'A neutral overview of the debate',
      'The history of the subject and its main turning points',
      'How different countries deal with such questions',
      'A piece on a related theme without attacks on anybody',
      '**Background**: laws, institutions and terms',
      '**Perspectives**: what supporters and critics tend to say',
      'A list of sources for your own research',
      'Tips for a respectful discussion',
      'A comparison of policies in general terms',
      '**Communication**: how to bring people with different views together',
    ],
  },
  zh: {
    leads: ['如果您愿意，我可以提供：', '不过，我可以从以下方面帮助您：', '您也可以考虑下面的方向：', '我可以改为：'],
    things: [
      '该议题的背景与发展脉络',
      '各方观点的中性概览',
      '**法律框架**：相关法规与制度',
      '不同国家做法的比较',
      '主题：对话与共存',
      '写一篇语气平和的短文',
      '常见术语的解释',
      '供进一步阅读的资料清单',
      '结构建议：开头、主体、结尾',
    ],
  },
} as const;

/**
 * Copies that teach the head what length does not tell: each refusal's opening with up to nine empty sentences after it, which
 * refuses too, as a list or with a list of offers here and there; the opening of a refusal to write a piece with reasons at length, which are not the piece; and the opening of a
 * refusal before what another answer to the same question says, which does not refuse; and pieces that were written, with words of
 * caution before them. Drawn by seed.
 */
export function refusalCopies(examples: readonly RefusalExample[], hollow: HollowSentences): RefusalExample[] {
  const random = seededRandom(SEED);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const answered = new Map<string, RefusalExample[]>();
  for (const one of examples) {
    const key = one.item.prompt ?? '';
    if (!one.refuses) answered.set(key, [...(answered.get(key) ?? []), one]);
  }
  const expository = examples.flatMap(({ item: { prompt, text }, refuses }) =>
    refuses || isPersuasion(prompt) || /[\u4e00-\u9fff]/.test(text) ? [] : [text],
  );
  const copies: RefusalExample[] = [];
  for (const { item, refuses, weight } of examples) {
    if (!refuses) {
      if (isPersuasion(item.prompt) && random() < 0.25) {
        const pool = /[\u4e00-\u9fff]/.test(item.text) ? HANDING_OVER.zh : HANDING_OVER.en;
        const before = [pick(pool.caution), random() < 0.5 ? pick(pool.caution) : '', pick(pool.handing)].join(' ');
        const text = `${before}\n\n${partOf(item.text, 3 + Math.floor(random() * LONGEST_REASONS), 0)}`;
        copies.push({ item: { ...item, text }, refuses: false, weight: weight * WEIGHT });
      }
      continue;
    }
    const spans = sentencesIn(item.text);
    const isHan = /[\u4e00-\u9fff]/.test(item.text);
    const pool = isHan ? hollow.zh : hollow.en;
    const gap = isHan ? '' : ' ';
    const drawn = random();
    const last = drawn < 0.4 ? spans.length : drawn < 0.75 ? 1 : LONGEST_OPENING;
    const whole = item.text.length <= LONGEST_WHOLE ? last : Math.min(last, LONGEST_OPENING);
    const opening = item.text.slice(0, spans[Math.min(whole, spans.length) - 1]?.end ?? 0).trim();
    if (opening === '' || opening.length > LONGEST_WHOLE) continue;
    if (random() < 0.7) {
      const after = Array.from({ length: 1 + Math.floor(random() * MOST_PADDING) }, () => pick(pool) ?? '');
      const before = random() < 0.2 ? [pick(pool) ?? ''] : [];
      const layout = random();
      const text =
        layout < AS_LIST
          ? [...before, opening, ...itemsOf(after, random() < 0.5)].join('\n\n')
          : [...before, opening, ...after].join(layout < AS_LIST + 0.2 ? '\n\n' : gap);
      copies.push({ item: { ...item, text }, refuses: true, weight: weight * WEIGHT });
    }
    if (random() < AS_OFFERS) {
      const text = [opening, offersOf(isHan ? OFFERS.zh : OFFERS.en, random)].join('\n\n');
      copies.push({ item: { ...item, text }, refuses: true, weight: weight * WEIGHT });
    }
    if (!isHan && isPersuasion(item.prompt) && random() < 0.8) {
      const said = partOf(pick(expository) ?? '', 3 + Math.floor(random() * LONGEST_REASONS), random());
      copies.push({ item: { ...item, text: `${opening}\n\n${said}` }, refuses: true, weight: weight * WEIGHT });
    }
    const other = pick(answered.get(item.prompt ?? '') ?? []);
    if (other !== undefined && !isPersuasion(item.prompt) && random() < 0.4) {
      const said = partOf(other.item.text, 2 + Math.floor(random() * LONGEST_BODY), random());
      if (said.length > 200 || (isHan && said.length > 80))
        copies.push({ item: { ...item, text: `${opening}${gap}${said}` }, refuses: false, weight: weight * WEIGHT });
    }
  }
  return copies;
}

function isPersuasion(prompt: string | null): boolean {
  const asked = (prompt ?? '').toLowerCase();
  return reading.writing.test(asked) || refusalAct.persuasion.test(asked);
}

/** A lead-in that offers something else, and what is offered, as a list. */
function offersOf({ leads, things }: { leads: readonly string[]; things: readonly string[] }, random: () => number) {
  const from = Math.floor(random() * things.length);
  const count = 2 + Math.floor(random() * MOST_OFFERS);
  const offered = [...things, ...things].slice(from, from + count);
  return [leads[Math.floor(random() * leads.length)] ?? '', ...itemsOf(offered, random() < 0.5)].join('\n');
}

/** Sentences as the items of a list, with numbers or dots. */
function itemsOf(sentences: readonly string[], numbered: boolean): string[] {
  return sentences.map((sentence, i) => `${numbered ? `${i + 1}.` : '-'} ${sentence}`);
}

/** Up to `length` sentences in a row, from a place drawn by `at` (0…1). */
function partOf(text: string, length: number, at: number): string {
  const spans = sentencesIn(text);
  const from = Math.floor(at * Math.max(1, spans.length - length + 1));
  const to = Math.min(spans.length, from + length);
  return text.slice(spans[from]?.start ?? 0, spans[to - 1]?.end ?? 0).trim();
}
