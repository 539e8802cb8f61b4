import { Converter as toTraditional } from 'opencc-js/cn2t';
import { Converter as toSimplified } from 'opencc-js/t2cn';

/** In GB 2312 for their rare readings, yet signs of Traditional text. */
const TRADITIONAL_TOO = '於後徵菸';
/** In Big5 for their rare readings, yet signs of Simplified text. */
const SIMPLIFIED_TOO = '听坏愿荐扑';
/** Words whose characters exist in Traditional text, but not in these words. */
const SIMPLIFIED_WORDS = /[什怎那這多]么|[以之然最背今隨先]后|后[來果續代期]|[這那哪心]里|里面/gu;

let sets: { readonly traditional: ReadonlySet<string>; readonly simplified: ReadonlySet<string> } | null = null;

/** Characters that stand in Traditional text only, as they occur; 台, 里, 后, 干 and others common to both do not count. */
export function traditionalOnly(text: string): string[] {
  const { traditional } = scriptSets();
  return [...text].filter((char) => traditional.has(char));
}

/** Characters, and a few words, that stand in Simplified text only, as they occur. */
export function simplifiedOnly(text: string): string[] {
  const { simplified } = scriptSets();
  return [...[...text].filter((char) => simplified.has(char)), ...(text.match(SIMPLIFIED_WORDS) ?? [])];
}

/**
 * A character that OpenCC would convert belongs to one script only, unless the other script's national set (Big5 level 1,
 * GB 2312) has it too: the conversion is then one of several readings.
 */
function scriptSets() {
  if (sets !== null) return sets;
  const big5 = characters('big5', [0xa4, 0xc6], [0x40, 0xfe]);
  const gb2312 = characters('gbk', [0xb0, 0xf7], [0xa1, 0xfe]);
  const convertToTraditional = toTraditional({ from: 'cn', to: 't' });
  const convertToSimplified = toSimplified({ from: 't', to: 'cn' });
  const traditional = new Set(TRADITIONAL_TOO);
  const simplified = new Set(SIMPLIFIED_TOO);
  for (let code = 0x3400; code <= 0x9fff; code++) {
    const char = String.fromCodePoint(code);
    if (!gb2312.has(char) && convertToSimplified(char) !== char) traditional.add(char);
    if (!big5.has(char) && convertToTraditional(char) !== char) simplified.add(char);
  }
  sets = { traditional, simplified };
  return sets;
}

function characters(encoding: string, lead: readonly [number, number], trail: readonly [number, number]): Set<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let first = lead[0]; first <= lead[1]; first++) {
    for (let second = trail[0]; second <= trail[1]; second++) {
      const text = decoder.decode(Uint8Array.of(first, second));
      if ([...text].length === 1) found.add(text);
    }
  }
  return found;
}
