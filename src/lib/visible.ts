/**
 * Text of a model, a server or a file made safe for a terminal: characters that cannot be seen, that steer the terminal, end lines by stealth or
 * change the direction of writing are shown as what they are. Line feeds, tabs and the joiners of emoji stay.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `‹${codeOf(character)}›`);
}

/** JSON in which the same characters are escaped: it means the same, and can be looked at. */
export function visibleJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, i) => {
      return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a terminal
  /(?!\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)\p{Default_Ignorable_Code_Point}|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]/gu;
