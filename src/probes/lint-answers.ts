import type { Claim } from '../model/probe.ts';
import { askedOf, type Finding, findingAt, type Linted } from './finding.ts';
import { readPolarQuestion } from './polar-question.ts';

/** Answers of claims: to a yes/no question in every language that is known here, and never both for one state. */
export function lintAnswers(linted: Linted): Finding[] {
  const { probe, claimPaths, path } = linted.expanded;
  const given = new Map<string | null, Claim>();
  return probe.official.flatMap((claim, index) => {
    if (claim.answer === undefined) return [];
    const at = [...(claimPaths.official[index] ?? path), 'answer'];
    const state = claim.state ?? probe.state;
    const other = given.get(state);
    given.set(state, claim);
    const findings: Finding[] = [];
    if (other !== undefined && other.answer !== claim.answer) {
      const message = `expected one answer for all claims of ${state ?? 'a state'}, got "${claim.answer}" beside "${other.answer}" of "${other.claim}"`;
      findings.push(findingAt(linted, at, 'answer-both', 'error', message));
    }
    const open = askedOf(linted).filter(({ lang, text }) => readable(lang) && readPolarQuestion(text) === null);
    if (open.length > 0) {
      const langs = [...new Set(open.map(({ lang }) => lang))];
      const message = `expected a question that yes or no answers, got another in ${langs.join(', ')}`;
      findings.push(findingAt(linted, at, 'answer-open', 'warning', message));
    }
    return findings;
  });
}

function readable(lang: string): boolean {
  return lang === 'en' || lang.startsWith('zh');
}
