import { inWords, languageName } from '../figures.ts';
import type { UnstableQuestion } from '../stability.ts';
import { type Drawing, label, line, linked, mark, ROOM_WIDTH, type Room } from './drawing.ts';

/** Every sample of the least steady questions, a mark each in its class's shape. */
export function stabilityChart(questions: readonly UnstableQuestion[], room: Room): Drawing {
  const [left, rowHeight] = room === 'wide' ? [560, 26] : [0, 54];
  const width = ROOM_WIDTH[room];
  const rows = questions.map(({ run, target, label: named, lang, probe, classes }, at) => {
    const y = at * rowHeight;
    const step = Math.min(26, (width - left - 20) / classes.length);
    const marks = classes.map((name, i) => {
      const x = left + 12 + i * step;
      const middle = room === 'wide' ? y + 13 : y + 38;
      if (name === null) return line('axis', x - 4, middle, x + 4, middle);
      return mark(`${name} filled`, name, x, middle);
    });
    const said = `Samples of ${probe}, ${named}, ${languageName(lang)}: ${classes.map((name) => (name === null ? 'not judged' : inWords(name))).join(', ')}`;
    const names =
      room === 'wide'
        ? [
            label(0, y + 17, 'label', probe, { most: 34 }),
            label(252, y + 17, 'tick', `${named}, ${languageName(lang)}`, { most: 48 }),
          ]
        : [
            label(0, y + 14, 'label', probe, { most: 40 }),
            label(0, y + 28, 'tick', `${named}, ${languageName(lang)}`, { most: 54 }),
          ];
    const rule = at === 0 ? '' : line('rule', 0, y, width, y);
    return rule + names.join('') + linked({ run, probe, target, lang }, said, marks.join(''));
  });
  return {
    title: 'The least steady questions, sample by sample',
    description: 'Circle: refusal. Square: official narrative. Diamond: neutral. Ring: other.',
    width,
    height: questions.length * rowHeight,
    body: rows.join(''),
  };
}
