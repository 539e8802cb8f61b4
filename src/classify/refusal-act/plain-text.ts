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

/** Text as it is read: full-width letters as plain ones, typographic apostrophes, entities and marks of Markdown undone, hidden characters gone. */
export function plainText(text: string): string {
  return text
    .replace(HIDDEN, '')
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/&(#39|#x27|quot|amp|nbsp|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/[\u00a0\u3000]/g, ' ')
    .replace(/[\u00b4\u2018\u2019\u02bc`]/g, "'")
    .replace(/[*_#]+/g, '')
    .replace(/(?<=[\u4e00-\u9fff，。！？、]) +(?=[\u4e00-\u9fff，。！？、])/g, '')
    .toLowerCase();
}
