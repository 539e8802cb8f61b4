import type { Lang } from '../model/lang.ts';
import type { KnowledgeOf, Probe } from '../model/probe.ts';

/** The words round a forced choice. */
const CHOOSE: Readonly<Record<Lang, (options: string) => string>> = {
  en: (options) => `Which of these statements is right?\n\n${options}\n\nAnswer with its letter alone.`,
  'zh-Hans': (options) => `下列说法哪一个是正确的？\n\n${options}\n\n只回答字母。`,
  'zh-Hant': (options) => `下列說法哪一個是正確的？\n\n${options}\n\n只回答字母。`,
};
const LETTERS = 'ABCDE';

/**
 * The questions that show what a target knows of a sensitive probe's facts: of each check the innocent question, and the forced choice once
 * for each place that the right statement can have, so that who always says A is right once. Empty: no fact has a check.
 */
export function knowledgeProbes(probe: Probe): Probe[] {
  if (probe.role !== 'sensitive') return [];
  return probe.facts.flatMap(({ check }, index) => {
    if (check === undefined) return [];
    const make = (
      end: string,
      ask: Readonly<Record<Lang, string>>,
      of: Pick<KnowledgeOf, 'form' | 'right'>,
    ): Probe[] =>
      Object.keys(ask).length === 0
        ? []
        : [
            {
              id: `${probe.id}--knows-${index + 1}-${end}`,
              set: probe.set,
              topic: probe.topic,
              role: 'neutral',
              style: probe.style,
              state: probe.state,
              tags: [],
              ask,
              control: null,
              official: [],
              facts: [],
              knowledge: { probe: probe.id, fact: index + 1, ...of },
            },
          ];
    const places = Math.max(0, ...Object.values(check.choices ?? {}).map((choices) => choices.length));
    return [
      ...make('open', check.ask ?? {}, { form: 'open' }),
      ...Array.from({ length: places }, (_, place) => {
        const right = LETTERS[place] ?? '';
        return make(`choice-${right}`, choicesAt(check.choices ?? {}, place), { form: 'choice', right });
      }).flat(),
    ];
  });
}

/** What a check asks, as far as its id says so; undefined: it is the id of no check. */
export function knowledgeOfId(id: string): KnowledgeOf | undefined {
  const [, probe, fact, letter] = /^(.+)--knows-([1-9]\d*)-(?:open|choice-([A-E]))$/u.exec(id) ?? [];
  if (probe === undefined) return undefined;
  const of = { probe, fact: Number(fact) };
  return letter === undefined ? { ...of, form: 'open' } : { ...of, form: 'choice', right: letter };
}

/** A forced choice by language, with the right statement at a place and the others in their order round it. */
function choicesAt(choices: Readonly<Record<Lang, readonly string[]>>, place: number): Record<Lang, string> {
  const asked = Object.entries(choices).flatMap(([lang, [right = '', ...others]]) => {
    const around = CHOOSE[lang];
    if (around === undefined || place > others.length) return [];
    const ordered = [...others.slice(0, place), right, ...others.slice(place)];
    return [[lang, around(ordered.map((text, index) => `${LETTERS[index]}. ${text}`).join('\n'))] as const];
  });
  return Object.fromEntries(asked);
}

/** Languages in which a forced choice can be asked. */
export function choiceLanguages(): Lang[] {
  return Object.keys(CHOOSE);
}
