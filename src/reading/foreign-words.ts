/**
 * Common small words of other languages that are no words of English, and stand in no names: from two words of a short answer they tell that it
 * is not English. German, Dutch, French, Spanish, Portuguese, Italian, Polish, Czech, Turkish, Indonesian, Swedish and Danish, Vietnamese, Malay, Swahili.
 */
const WORDS = new Set(
  [
    'nicht ist sind kein keine keinen ein eine einen einer eines und ich wir sie das dass auch nur seit wurde wird werden stimmt natürlich richtig falsch aber oder mit für auf bei nach zum zur durch über kann können leider darüber',
    'niet het een geen zijn wel klopt natuurlijk maar ook naar voor wordt',
    'oui est ne pas les des une dans sur avec c est fait partie toujours bien sûr vrai faux désolé désolée peux je nous ils elle cette ce qui sont était mais pays',
    'sí es cierto claro los las una está están verdad siempre siento puedo nunca pero ha hay país forma eso esto',
    'é não são uma está verdade faz sempre claro desculpe posso isso país mas',
    'è sono una non della fa parte sempre vero certo mi dispiace posso questo ma anche',
    'jest nie są część tak się przykro mi mogę należy tego oraz zawsze prawda',
    'není jsou ano ne je mohu vždy pravda',
    'değil bir ve bu evet hayır için parçasıdır üzgünüm olarak her',
    'tidak adalah bagian dari dan yang ini itu benar ya bukan merupakan maaf saya bisa',
    'är inte det och ett jag kan som av på för på med ikke og er det jeg en til kan nej ja',
    'không có là của thuộc và một những được phải đúng vâng xin lỗi tôi thể',
    'si ni sio kweli nchi ya hapana ndiyo',
    'nem igen egy az és van hogy',
    'este nu sunt și da în',
  ]
    .join(' ')
    .split(' '),
);
/** Of these, words that are also English or parts of names, and yes and no, which count only by themselves. */
for (const word of 'a an as at c do en er ma me mi ne ni on kan har ha her mas no de til ye is so in to will all was die den des van da je per av parte forma fa si ya ini ce som ve bu mit ja nej igen oui evet hayır non das são mas hapana ndiyo ano vâng'.split(
  ' ',
))
  WORDS.delete(word);

/** Articles with which names of places begin. */
const BEGINS_NAMES = new Set(['los', 'las', 'les', 'das', 'het']);

/** Loans of English with their accents. */
const LOANS =
  /^(?:cafés?|naïve(?:ly|té)?|façades?|fiancée?s?|résumés?|clichés?|clichéd|protégée?s?|communiqués?|émigrés?|détente|déjà|précis|attachés?|exposés?|soirées?|élites?|coups?|rôles?|régimes?|à|señor|señora|über|entrée|décor|début|éclat|née?|blasé|passé|touché|vis-à-vis|doppelgänger|papier-mâché|piñata|jalapeño|coördinat\w+|coöperat\w+|reëlect\w+|zoölog\w+|façons?)$/;
/** Vowels with the marks of pinyin and of other romanisations of Asian and Arabic names. */
const ROMANISED = /[āēīōūǖáéíóúǎěǐǒǔǚàèìòùǜḥṣṭḍẓṇśʿʾ]/g;
const ACCENT = /[\u00c0-\u024f\u1e00-\u1eff]/;

/** True for a word, as it is written, that is a small one of another language, or bears accents that no English word does; names are passed over. */
export function isForeignWord(word: string, isFirst: boolean): boolean {
  const lower = word.toLowerCase();
  if (WORDS.has(lower)) return word === lower || (isFirst && !BEGINS_NAMES.has(lower));
  if (word !== lower || !ACCENT.test(word) || LOANS.test(word)) return false;
  return ACCENT.test(word.replace(ROMANISED, ''));
}

/** Yes and no of other languages that are no words of English. */
const YES_OR_NO = new Set(
  'oui non ja jawohl nein doch nee sí sim não nao da tak nie ano evet hayır hayir không khong vâng tidak bukan iya nej nei jo igen nem sì hapana ndiyo нет да nu ne si ya'.split(
    ' ',
  ),
);

/** True where a text opens with another language's yes or no as an answer does: alone, or before a stop. */
export function opensWithForeignWord(text: string): boolean {
  const opening = /^[^\p{L}\p{N}]*(\p{L}+)[*_"'”»]*\s*(?:$|[.,!;:–—\n])/u.exec(text);
  return opening !== null && YES_OR_NO.has((opening[1] ?? '').toLowerCase());
}
