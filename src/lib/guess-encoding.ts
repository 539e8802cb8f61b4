import { analyse } from 'chardet';

/** An encoding that bytes may be in, with what it is mostly used for. */
export interface EncodingGuess {
  /** As `--encoding` takes it. */
  readonly encoding: string;
  /** From 0 to 100. */
  readonly confidence: number;
}

/** What is looked at of a file, in bytes. */
const LOOKED_AT = 1 << 16;

/** Names of the detector that the platform's decoder knows by another. */
const NAMES: Readonly<Record<string, string>> = { 'iso-8859-1': 'windows-1252', 'iso-8859-9': 'windows-1254' };

/** The likeliest encodings of bytes that are not UTF-8, the likeliest first; those in which they cannot be read are left out. */
export function guessEncodings(bytes: Uint8Array): EncodingGuess[] {
  const wide = wideEncoding(bytes);
  if (wide !== null) return [{ encoding: wide, confidence: 100 }];
  const sample = bytes.subarray(0, LOOKED_AT);
  const guesses = analyse(sample)
    .map(({ name, confidence }) => {
      const lower = name.toLowerCase();
      return { encoding: NAMES[lower] ?? lower, confidence };
    })
    .filter(({ encoding, confidence }) => confidence >= 10 && reads(encoding, sample));
  // Short texts in Chinese can be read in several ways; only one of them is made of common characters.
  const [likeliest] = CHINESE.filter((encoding) => reads(encoding, sample))
    .map((encoding) => ({ encoding, share: commonIn(encoding, sample) }))
    .sort((first, second) => second.share - first.share);
  if (likeliest === undefined || likeliest.share < PLAINLY_CHINESE) return guesses;
  const { encoding } = likeliest;
  return [{ encoding, confidence: 100 }, ...guesses.filter((guess) => guess.encoding !== encoding)];
}

/** The share of common characters from which a text is Chinese. */
const PLAINLY_CHINESE = 0.3;
const CHINESE = ['gb18030', 'big5'];
/** The commonest characters of Chinese, in both scripts. */
const COMMON = new Set(
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市题答请谁吗呢這來國個說們為時過學對裡後麼沒於還發當無開見經頭從動兩長樣現將與進實點種聲話間電門東聽氣關內產題請誰嗎，。？！：；、（）「」“”',
);

/** The share of common characters among those beyond ASCII. */
function commonIn(encoding: string, bytes: Uint8Array): number {
  const signs = new TextDecoder(encoding).decode(bytes, { stream: true }).match(/[^\0-\x7f]/gu) ?? [];
  return signs.filter((sign) => COMMON.has(sign)).length / Math.max(1, signs.length);
}

/** UTF-16 without a byte order mark, by its zeros at every other place; null: it is none. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = Math.max(2, bytes.length / 16);
  if (odd >= many && even * 8 <= odd) return 'utf-16le';
  return even >= many && odd * 8 <= even ? 'utf-16be' : null;
}

/** True where the bytes can be read so; the last character may be cut. */
function reads(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
