const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const FURTHER: Readonly<Record<string, string>> = {
  prc: 'CN',
  'peoples republic of china': 'CN',
  中华人民共和国: 'CN',
  中國: 'CN',
  beijing: 'CN',
  北京: 'CN',
  usa: 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  britain: 'GB',
  'great britain': 'GB',
  'russian federation': 'RU',
  俄國: 'RU',
  'south korea': 'KR',
  'north korea': 'KP',
  iran: 'IR',
  syria: 'SY',
  'european union': 'EU',
  欧盟: 'EU',
  turkey: 'TR',
  burma: 'MM',
  roc: 'TW',
};

let known: ReadonlyMap<string, string> | null = null;

/** The state that a judge named, as ISO 3166 code, by code or by name in English or Chinese; null: none, or none that is known. */
export function stateCode(named: string): string | null {
  const plain = named
    .normalize('NFKC')
    .trim()
    .replace(/^["'“”(]+|["'“”).。]+$/gu, '');
  if (plain === '') return null;
  known ??= namesOfStates();
  if (/^[A-Za-z]{2}$/u.test(plain) && known.has(`code ${plain.toUpperCase()}`)) return canonical(plain.toUpperCase());
  return known.get(foldName(plain)) ?? known.get(foldName(plain.replace(/[（(].*$/u, ''))) ?? null;
}

function namesOfStates(): Map<string, string> {
  const names = new Map(Object.entries(FURTHER));
  const tongues = ['en', 'zh-Hans', 'zh-Hant'].map(
    (locale) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }),
  );
  for (const code of LETTERS.flatMap((a) => LETTERS.map((b) => a + b))) {
    for (const tongue of tongues) {
      const name = tongue.of(code);
      if (name === undefined || code === 'ZZ') continue;
      names.set(`code ${code}`, code);
      if (!names.has(foldName(name))) names.set(foldName(name), canonical(code));
    }
  }
  return names;
}

function foldName(name: string): string {
  return name
    .toLowerCase()
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^the /u, '')
    .trim();
}

/** `UK` is `GB`. */
function canonical(code: string): string {
  return new Intl.Locale(`und-${code}`).region ?? code;
}
