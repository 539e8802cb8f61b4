import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });
const known = new Map<string, string>();

/**
 * Text with each Traditional character as its Simplified one and typographic apostrophes as plain ones, in the same
 * length, so that offsets stay true.
 */
export function foldScript(text: string): string {
  if (!/[\u4e00-\u9fff]/.test(text)) return text.replace(/[’‘]/g, "'");
  return text.replace(/[\u4e00-\u9fff’‘]/g, foldCharacter);
}

function foldCharacter(character: string): string {
  if (character === '’' || character === '‘') return "'";
  let simple: string = known.get(character) ?? '';
  if (simple === '') {
    const converted = toSimplified(character);
    simple = converted.length === 1 ? converted : character;
    known.set(character, simple);
  }
  return simple;
}
