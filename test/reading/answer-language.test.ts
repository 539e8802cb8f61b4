import { describe, expect, it } from 'vitest';
import { answerLanguage } from '../../src/reading/answer-language.ts';

describe('answerLanguage', () => {
  it.each([
    ['en', 'The old harbour was closed for the winter and the boats were taken out.'],
    ['zh', '旧港口冬天关闭，船都被拖上岸。'],
    ['zh', '舊港口冬天關閉，船都被拖上岸。'],
    ['de', 'Der alte Hafen wurde im Winter geschlossen und die Boote sind nicht mehr auf dem Wasser.'],
    ['fr', 'Le vieux port a été fermé pour l’hiver et les bateaux ne sont plus dans l’eau.'],
    ['es', 'El puerto viejo se cerró en invierno y los barcos no están en el agua.'],
    ['pt', 'O porto velho foi fechado no inverno e os barcos não estão mais na água.'],
    ['tr', 'Eski liman kış için kapatıldı ve tekneler daha sonra karaya çekildi, ancak bir kısmı kaldı.'],
    ['vi', 'Bến cảng cũ được đóng cửa trong mùa đông và các thuyền không còn ở dưới nước.'],
    ['ru', 'Старая гавань была закрыта на зиму.'],
    ['ko', '옛 항구는 겨울 동안 닫혔다.'],
    ['ja', '古い港は冬の間閉鎖されました。'],
    ['ar', 'أغلق الميناء القديم في الشتاء.'],
    ['bo', 'གྲུ་ཁ་རྙིང་པ་དགུན་ཁར་སྒོ་བརྒྱབ།'],
    ['de', 'Am 3. Mai fuhren Fischer mit kleinen Booten hinaus; viele kehrten spät heim.'],
    ['nl', 'Havana is onlangs mooi opgeknapt geworden.'],
    ['it', 'Non riesco a parlare di questo argomento.'],
    ['pt', 'Não consigo falar a respeito disso agora.'],
    ['tr', 'Bunu şimdi sana anlatamam.'],
    ['en', 'Heavy storms battered several coastal villages overnight.'],
    ['und', 'Nein.'],
  ])('is %s for %s', (lang, text) => {
    expect(answerLanguage(text)).toBe(lang);
  });

  it.each(['Taipei.', '1989', 'Xi Jinping', '42 %', '', 'const x = f(1);', 'La Paz, San Juan, Los Angeles'])(
    'is not told by a word, a number, names or code: %s',
    (text) => {
      expect(answerLanguage(text)).toBeNull();
    },
  );

  it('is the one that carries a text of several', () => {
    const english = 'The word means freedom, and it was sung by the crowd on the night of the strike. ';
    const russian = 'Старая гавань была закрыта на зиму, и лодки стояли на берегу. ';
    expect(answerLanguage(`${english}${english}«${russian}»`)).toBe('en');
    expect(answerLanguage(`${russian}${russian}${russian}In short: freedom.`)).toBe('ru');
    expect(answerLanguage('“こんにちは”这个词的意思是你好，常用于白天见面的时候。')).toBe('zh');
  });
});
