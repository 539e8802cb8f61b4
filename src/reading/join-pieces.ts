import { splitThinkTags } from './think-tags.ts';

/** Pieces that must each go on from the whole before, so that a stream counts as one that repeats what was said. */
const MIN_GROWTHS = 3;
/** Shortest text, in UTF-16 code units, that is taken for a repetition of the transport and not of the author. */
const MIN_REPEATED = 20;
/** The same for two growths in a row, which chance seldom brings. */
const MIN_SHORT = 12;

/**
 * The text of a stream from its pieces. Some services send each time all that was said so far, a last piece that holds the whole
 * message, or every piece twice; a text that repeats itself is none of these, and stays.
 */
export function joinPieces(pieces: readonly string[]): string {
  const said = pieces.filter((piece) => piece !== '');
  const last = said.at(-1) ?? '';
  if (said.length < 2) return last;
  if (growsFromTheWhole(said)) return last;
  const before = said.slice(0, -1);
  const joined = before.join('');
  if (before.length > 1 && last.length >= MIN_REPEATED) {
    if (last.trim() === joined.trim()) return joined;
    // The whole message may come without the thought that the stream held.
    const { tags, text } = splitThinkTags(joined);
    if (tags !== null && last.trim() === text.trim()) return joined;
  }
  return isEveryPieceTwice(said) ? said.filter((_, i) => i % 2 === 0).join('') : said.join('');
}

function growsFromTheWhole(said: readonly string[]): boolean {
  let growths = 0;
  for (let i = 1; i < said.length; i++) {
    const [before = '', now = ''] = [said[i - 1], said[i]];
    if (!now.startsWith(before)) return false;
    if (now.length > before.length) growths += 1;
  }
  const [first = ''] = said;
  const last = said.at(-1) ?? '';
  if (growths >= MIN_GROWTHS) return true;
  return growths > 0 && (first.length >= MIN_REPEATED || (growths > 1 && last.length >= MIN_SHORT));
}

function isEveryPieceTwice(said: readonly string[]): boolean {
  if (said.length < 6 || said.length % 2 === 1) return false;
  for (let i = 0; i < said.length; i += 2) if (said[i] !== said[i + 1]) return false;
  return new Set(said).size >= MIN_GROWTHS;
}
