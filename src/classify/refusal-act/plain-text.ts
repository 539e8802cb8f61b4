const ENTITIES: Readonly<Record<string, string>> = {
  '#39': "'",
  quot: '"',
  amp: '&',
  nbsp: ' ',
  apos: "'",
  '#x27': "'",
};
const HIDDEN = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** A sign that is read otherwise than it is written. */
const UNPLAIN = /[\u200b-\u200f\u2060\ufeff\u00ad\uff01-\uff5e&\u00a0\u3000\u00b4\u2018\u2019\u02bc`*_#]/;
/** Of those, signs that only stand for plain ones of which nothing more is to be read. */
const WIDE_STOPS = /[，！？：；（）]/g;
const SPACED_HAN = /(?<=[\u4e00-\u9fff，。！？、]) +(?=[\u4e00-\u9fff，。！？、])/g;

/** Text as it is read: full-width letters as plain ones, typographic apostrophes, entities and marks of Markdown undone, hidden characters gone. */
export function plainText(text: string): string {
  if (!UNPLAIN.test(text)) return text.replace(SPACED_HAN, '').toLowerCase();
  const stopped = text.replace(WIDE_STOPS, plainSign);
  if (!UNPLAIN.test(stopped)) return stopped.replace(SPACED_HAN, '').toLowerCase();
  return stopped
    .replace(HIDDEN, '')
    .replace(FULL_WIDTH, plainSign)
    .replace(/&(#39|#x27|quot|amp|nbsp|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/[\u00a0\u3000]/g, ' ')
    .replace(/[\u00b4\u2018\u2019\u02bc`]/g, "'")
    .replace(/[*_#]+/g, '')
    .replace(SPACED_HAN, '')
    .toLowerCase();
}

function plainSign(sign: string): string {
  return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
}
