import { UsageError } from './errors.ts';

/** Names that people and programs use, which the platform's decoder has not. */
const ALSO: Readonly<Record<string, string>> = {
  'utf-8-sig': 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
  'gb-18030': 'gb18030',
  'gb-2312': 'gbk',
  cp936: 'gbk',
  'windows-936': 'gbk',
  cp950: 'big5',
  'big-5': 'big5',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  'latin-1': 'windows-1252',
  'latin 1': 'windows-1252',
};

/** Encodings that a message names; the platform knows more. */
const NAMED = 'utf-8, gbk, gb18030, big5, utf-16le, utf-16be, latin1, shift_jis, euc-jp, euc-kr or windows-1252';

/** The encoding that a name stands for, as the platform spells it. Throws UsageError for an unknown one. */
export function encodingNamed(text: string): string {
  const lower = text.trim().toLowerCase().replaceAll('_', '-');
  for (const name of [ALSO[lower], text.trim().toLowerCase(), lower]) {
    if (name === undefined) continue;
    try {
      return new TextDecoder(name).encoding;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new UsageError(`expected an encoding such as ${NAMED}, got "${text}"`);
}
