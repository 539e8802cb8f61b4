/** An alternative of a regular expression, and words of which every match holds one; null: none could be told. */
export interface Alternative {
  readonly source: string;
  readonly words: readonly string[] | null;
}

/** Words for one piece at most: more say too little. */
const MOST_WORDS = 400;
/** Words that are made by putting pieces together. */
const MOST_JOINED = 48;
/** Characters of a class that stand for so many pieces. */
const MOST_IN_CLASS = 6;
/** Units from which a longer word says no more. */
const LONG = 6;

/** What must stand in a match: all of it, as one of few words (`whole`), and one of the words that say most (`words`). */
interface Piece {
  readonly whole: readonly string[] | null;
  readonly words: readonly string[] | null;
}

/** An expression by the alternatives of its first level, groups that are the whole alternative taken apart. For sources without flag `i`, `u` or `v`. */
export function alternativesOf(source: string): Alternative[] {
  return split(source).flatMap((one) => {
    const inner = /^\(\?:(.*)\)$/su.exec(one)?.[1];
    if (inner !== undefined && endOfGroup(one, 0) === one.length) return alternativesOf(inner);
    return [{ source: one, words: shortestOf(pieceOf(one).words) }];
  });
}

/** Words without those that hold another of them. */
function shortestOf(words: readonly string[] | null): readonly string[] | null {
  return words?.filter((word) => !words.some((other) => other !== word && word.includes(other))) ?? null;
}

/** The alternatives of the first level. */
function split(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < source.length; at = endOfAtom(source, at)) {
    if (source[at] !== '|') continue;
    parts.push(source.slice(from, at));
    from = at + 1;
  }
  return [...parts, source.slice(from)];
}

/** The end of the character, escape, class or group that begins at a place. */
function endOfAtom(source: string, at: number): number {
  const sign = source[at];
  if (sign === '\\')
    return (
      at + (/^\\(?:u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])/iu.exec(source.slice(at))?.[0].length ?? 1)
    );
  if (sign === '[') {
    let end = at + 1;
    while (end < source.length && source[end] !== ']') end += source[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  return sign === '(' ? endOfGroup(source, at) : at + 1;
}

function endOfGroup(source: string, at: number): number {
  let end = at + 1;
  while (end < source.length && source[end] !== ')') end = endOfAtom(source, end);
  return end + 1;
}

/** What must stand in a match of alternatives: one of what must stand in each. */
function anyOf(source: string): Piece {
  const pieces = split(source).map(pieceOf);
  const union = (of: 'whole' | 'words'): string[] | null => {
    const all = pieces.map((piece) => piece[of]);
    return all.every((one) => one !== null) ? [...new Set(all.flat() as string[])] : null;
  };
  const words = union('words');
  return { whole: union('whole'), words: words === null || words.length > MOST_WORDS ? null : words };
}

/** What must stand in a match of a row of atoms. */
function pieceOf(source: string): Piece {
  let joined: readonly string[] = [''];
  let isWhole = true;
  let best: readonly string[] | null = null;
  const offer = (words: readonly string[] | null): void => {
    if (words !== null && words.length > 0 && !words.includes('') && (best === null || worthOf(words) > worthOf(best)))
      best = words;
  };
  /** What comes next does not stand directly behind what was joined. */
  const part = (): void => {
    offer(joined);
    joined = [''];
    isWhole = false;
  };
  const join = (words: readonly string[]): void => {
    if (joined.length * words.length > MOST_JOINED) part();
    joined =
      words.length > MOST_JOINED ? [''] : [...new Set(joined.flatMap((before) => words.map((word) => before + word)))];
    if (words.length > MOST_JOINED) isWhole = false;
  };
  for (let at = 0; at < source.length; ) {
    const end = endOfAtom(source, at);
    const atom = source.slice(at, end);
    const times = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/u.exec(source.slice(end))?.[0] ?? '';
    at = end + times.length;
    if (/^(?:[\^$]|\\[bB]|\(\?<?[=!])/u.test(atom)) continue;
    const piece = atomOf(atom);
    if (times.startsWith('?') && piece.whole !== null) join([...new Set([...piece.whole, ''])]);
    else if (/^(?:[?*]|\{0)/u.test(times)) part();
    else {
      offer(piece.words);
      if (piece.whole !== null) join(piece.whole);
      else part();
      if (times !== '') part();
    }
  }
  offer(joined);
  return { whole: isWhole ? joined : null, words: best };
}

/** A single atom without its quantifier. */
function atomOf(atom: string): Piece {
  if (atom.startsWith('(')) return anyOf(atom.replace(/^\((?:\?(?::|<[^>]*>))?/u, '').slice(0, -1));
  const signs = atom.startsWith('[') ? signsOfClass(atom) : signOf(atom);
  return signs === null ? { whole: null, words: null } : { whole: signs, words: signs };
}

function signsOfClass(atom: string): string[] | null {
  const inner = atom.slice(1, -1);
  if (inner.startsWith('^') || /[^\\]-(?!$)/u.test(inner) || /\\[a-z]/iu.test(inner)) return null;
  const signs = [...new Set(inner.replaceAll(/\\([\s\S])/gu, '$1').split(''))];
  return signs.length > MOST_IN_CLASS ? null : signs;
}

function signOf(atom: string): string[] | null {
  if (atom === '.') return null;
  if (!atom.startsWith('\\')) return [atom];
  const code = /^\\(?:u|x)([\da-f]{2,4})$/iu.exec(atom)?.[1];
  if (code !== undefined) return [String.fromCharCode(Number.parseInt(code, 16))];
  return /^\\[\W_]$/u.test(atom) ? [atom.slice(1)] : null;
}

/** How much words say: the shortest of them counts, and a Chinese character as three letters; many say less. */
function worthOf(words: readonly string[]): number {
  const shortest = Math.min(...words.map(weightOf));
  return Math.min(LONG, shortest) - Math.log2(words.length) / 4;
}

function weightOf(word: string): number {
  let weight = 0;
  for (let i = 0; i < word.length; i++) weight += word.charCodeAt(i) > 0x2e80 ? 3 : 1;
  return weight;
}
