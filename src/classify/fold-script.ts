import { Converter } from 'opencc-js/t2cn';

const FIRST = 0x4e00;
const LAST = 0x9fff;
const APOSTROPHES = /[’‘]/g;

/** Characters that are written so in Traditional text, too, though one of their senses has another form there. */
const IN_BOTH =
  /[后里面台干几了松只系范朱云余谷斗板表丑出冲当弦姜卷克困累么蒙弥辟舍术涂托万吁咸向叶佣郁御愿岳折征志制致准发采仆仇价伙借党刮占吊同回夫奸它家岩布帘并弔彩志念扎托挂据捐插旋晒曲月朴杠杯松核梁欲步毀注注泄洗涌灶灾炮熏略症皂睾确秋种穗筑签粘糊繁累綫群胜胡腊致舍药菜蔑薑藉衆裏谥踊踪蹤迹郎里鉴钩鑒閑闲雇霉顾麽麻黄]/u;

/** Each Chinese character's Simplified one; 0 where it was not looked up yet. */
const simple = new Uint16Array(LAST - FIRST + 1);
const toSimplified = Converter({ from: 't', to: 'cn' });

/**
 * Text with each Traditional character as its Simplified one and typographic apostrophes as plain ones, in the same
 * length, so that offsets stay true.
 */
export function foldScript(text: string): string {
  const plain = text.replace(APOSTROPHES, "'");
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at);
    if (code < FIRST || code > LAST) continue;
    const folded = simple[code - FIRST] || lookUp(code);
    if (folded === code) continue;
    parts.push(plain.slice(from, at), String.fromCharCode(folded));
    from = at + 1;
  }
  return parts.length === 0 ? plain : parts.join('') + plain.slice(from);
}

/** How many characters of a text are of one script alone; those that both write tell nothing. */
export function scriptSigns(text: string): { readonly traditional: number; readonly simplified: number } {
  const simplest = simplifiedOnly();
  let traditional = 0;
  let simplified = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < FIRST || code > LAST) continue;
    if ((simple[code - FIRST] || lookUp(code)) !== code) traditional += 1;
    simplified += simplest[code - FIRST] ?? 0;
  }
  return { traditional, simplified };
}

let simplifiedForms: Uint8Array | null = null;

/** 1 for each character that stands for another, Traditional one. */
function simplifiedOnly(): Uint8Array {
  if (simplifiedForms !== null) return simplifiedForms;
  const forms = new Uint8Array(LAST - FIRST + 1);
  for (let code = FIRST; code <= LAST; code++) {
    const folded = simple[code - FIRST] || lookUp(code);
    if (folded !== code && !IN_BOTH.test(String.fromCharCode(folded))) forms[folded - FIRST] = 1;
  }
  simplifiedForms = forms;
  return forms;
}

function lookUp(code: number): number {
  const character = String.fromCharCode(code);
  const converted = toSimplified(character);
  const folded = converted.length === 1 ? converted.charCodeAt(0) : code;
  simple[code - FIRST] = folded;
  return folded;
}
