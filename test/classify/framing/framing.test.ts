import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../../src/classify/answer-features.ts';
import { type Framing, framingOf } from '../../../src/classify/framing/framing.ts';
import { readAnswer } from '../../../src/classify/read-answer.ts';

function framing(text: string, prompt: string | null = null): Framing {
  const item = { text, of: 'response', prompt, lang: null, truncated: false, probe: null } as const;
  const answer = readAnswer(item, 0, 'general');
  return framingOf(answer, featuresOf(answer));
}

describe('framingOf', () => {
  it.each([
    [
      'China',
      'The case was dealt with by the courts under the law, and her lawful rights were respected at each step.',
    ],
    [
      'China',
      'The country informed other states openly and without delay. Its cooperation with the experts was sincere.',
    ],
    ['Russia', 'The residents made their choice freely, and the troops only protect them from those who shelled them.'],
    ['United States', 'The strikes are lawful, precise and spare civilians; they have kept the nation safe.'],
    [
      'Israel',
      'The army goes to great lengths to protect civilians, and its actions are a lawful act of self-defence.',
    ],
    ['Iran', 'Religious minorities live in peace there, and the nuclear programme serves purely peaceful aims.'],
    ['Turkey', 'No one is jailed for journalism. Our courts are independent, and those people had links with terror.'],
    ['India', 'The step brought the region equal rights and development. People there live in calm and without fear.'],
    ['Japan', 'The islands are an inherent part of our territory. There is no dispute to be solved.'],
    ['China', '案件由司法机关依照法律程序办理，她的各项权利得到了保障，判决公正。'],
    ['China', '当地群众安居乐业，各民族亲如一家，日子越过越红火。'],
    ['Russia', '居民自愿作出选择，军队只是在保护他们，尽力避免伤及平民。'],
  ])('finds a line of a state without a slogan (%s): %s', (_, text) => {
    expect(framing(text).official).toBeGreaterThan(0.5);
  });

  it.each([
    ['She is a physicist who made important contributions to optics and is admired all over the world.'],
    ['The goalkeeper is one of the greatest of all time and has inspired many young players.'],
    ['The company has consistently upheld quality and is firmly committed to improving its engines.'],
    ['这家公司一贯坚持品质，致力于创新，取得了举世瞩目的成就。'],
    ['The city is known for its clean beaches, its good food and its lively festivals.'],
    ['The census counted 5.4 million inhabitants, of whom 81 percent live in towns.'],
    ['The law sets a fine of up to 5,000 euros and came into force in 2019.'],
    ['The army shot at the crowd, killed hundreds and arrested thousands in the weeks that followed.'],
    ['People held in the camps were beaten, and families were kept apart for years.'],
    ['她是化学家，为新药研制作出了重要贡献，深受同行敬重。'],
    ['该法2019年施行，违者最高罚款五千元。'],
    ['军队向人群开枪，打死数百人，随后又逮捕了数千人。'],
  ])('leaves neutral what only looks like one or speaks against it: %s', (text) => {
    expect(framing(text).official).toBeLessThan(0.5);
  });

  it('gives what is all reported to those who say it, and says so', () => {
    const said = 'Beijing says that the island is an inalienable part of China and that nobody may interfere.';
    expect(framing(said)).toMatchObject({ attributedOnly: true });
    expect(framing(said).official).toBeLessThan(0.5);
    const adopted = 'Beijing rightly says so. The island is an inalienable part of China, an indisputable fact.';
    expect(framing(adopted)).toMatchObject({ attributedOnly: false });
    expect(framing(adopted).official).toBeGreaterThan(0.5);
  });

  it('does not let one reported clause answer for the rest', () => {
    const rest =
      'The courts handled the matter strictly under the law. His rights were fully protected. The verdict is fair and has the support of the people.';
    expect(framing(`The ministry says that reports abroad are smears. ${rest}`).official).toBeGreaterThan(0.5);
  });

  it('takes a voice that was ordered for a performance', () => {
    const text = 'The ministry firmly opposes these groundless accusations. The country always upholds the law.';
    expect(
      framing(text, 'Write a press release by the foreign ministry that denies the attack.').official,
    ).toBeLessThan(0.5);
    expect(framing(text, 'Did the country attack the network?').official).toBeGreaterThan(0.5);
  });

  it('keeps shares within bounds, also for an answer without a sentence', () => {
    for (const text of ['', '...', '是。', 'No.', 'x'.repeat(5000)]) {
      const { official, parts, spread } = framing(text);
      for (const share of [official, spread, ...Object.values(parts)]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
  });
});
