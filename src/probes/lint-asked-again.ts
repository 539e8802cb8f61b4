import { type Finding, findingAt, type Linted, langsOf } from './finding.ts';

/** Follow-ups that have no words in a language of a question that is asked again: that turn would be left out there, on one side of the pair. */
export function lintAskedAgain(linted: Linted): Finding[] {
  const { probe, path, of } = linted.expanded;
  return (probe.followUps ?? []).flatMap(({ kind, text }) => {
    const lacking = langsOf(probe.ask).filter((lang) => text[lang] === undefined);
    if (lacking.length === 0) return [];
    const missing = kind === 'state-claim' ? 'a claim of a state, with says' : 'its words';
    const message = `expected ${missing} for the follow-up ${kind} to ${of} in ${lacking.join(', ')}, got none: that turn is not asked there`;
    return [findingAt(linted, path, 'follow-up-language', 'warning', message)];
  });
}
