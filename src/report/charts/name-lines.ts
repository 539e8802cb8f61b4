/** Room of a model's name, and the height of a line of it, in pixels. */
export const NAME = 268;
export const LETTERS = 16;
/** Columns of a line of a name; a Han character takes two. */
const NAME_COLUMNS = 36;

/** A name on as many lines as it takes, broken behind its marks where it can be. */
export function nameLines(name: string): string[] {
  const lines = [''];
  for (const piece of name.split(/(?<=[-_/.:@ ])|(?<=\p{Script=Han})(?=\p{Script=Han})/u)) {
    for (const part of piece.match(new RegExp(`.{1,${NAME_COLUMNS}}`, 'gsu')) ?? []) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && columns(last) + columns(part) > NAME_COLUMNS) lines.push(part);
      else lines[lines.length - 1] = last + part;
    }
  }
  return lines;
}

function columns(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]|\p{Script=Han}/u.test(sign) ? 2 : 1), 0);
}
