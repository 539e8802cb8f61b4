import type { Fact } from '../model/probe.ts';
import { type Finding, findingAt, type Linted, statementsOf } from './finding.ts';
import { choiceLanguages } from './knowledge-probes.ts';

/** Checks of facts that show nothing: a choice that stands twice, other numbers of choices in other languages, a language without words for a choice. */
export function lintChecks(linted: Linted): Finding[] {
  return statementsOf(linted).flatMap(({ claim, path, kind }) => {
    const check = kind === 'fact' ? (claim as Fact).check : undefined;
    const entries = Object.entries(check?.choices ?? {});
    const at = (lang: string, rule: string, message: string) =>
      findingAt(linted, [...path, 'check', 'choices', lang], rule, 'error', message);
    return entries.flatMap(([lang, choices]) => {
      const twice = choices.find((choice, index) => choices.indexOf(choice) !== index);
      if (twice !== undefined) return [at(lang, 'check-choice', `expected choices that differ, got "${twice}" twice`)];
      if (!choiceLanguages().includes(lang))
        return [
          at(
            lang,
            'check-language',
            `expected choices in ${choiceLanguages().join(', ')}, got ${lang}: it is not asked`,
          ),
        ];
      const first = entries[0]?.[1].length;
      if (choices.length === first) return [];
      return [at(lang, 'check-choice', `expected ${first} choices as in ${entries[0]?.[0]}, got ${choices.length}`)];
    });
  });
}
