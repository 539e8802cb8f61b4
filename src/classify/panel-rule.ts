import { FIRST_CODEBOOK, SUB_CLASSES, type Verdict, type VerdictClass, type VerdictFlag } from '../model/verdict.ts';

/**
 * How a panel comes to one class. `escalate`: the second member is asked where the first gave no class, has no measured confidence, or is unsure:
 * less sure than `below`, or, where that is null, by its own calibrated threshold.
 */
export type PanelRule =
  | { readonly kind: 'majority' }
  | { readonly kind: 'unanimity' }
  | { readonly kind: 'escalate'; readonly below: number | null };

/** What a panel found, without the classifier's name; a tie is `unjudged`. */
export type PanelFinding = Omit<Verdict, 'classifier'>;

/** True where a verdict is not sure enough to stand alone. A confidence that was never measured is none. */
export function isUnsure({ class: found, confidence, unsure }: Verdict, below: number | null): boolean {
  if (found === null || confidence === null) return true;
  return below === null ? unsure === true : confidence < below;
}

/**
 * One finding from the members' votes. Majority needs more than half of all `members`, unanimity all of them; a member
 * without a class counts among them and for nothing. `escalate` takes the last vote. There is no fallback: everything else is unjudged.
 */
export function decidePanel(votes: readonly Verdict[], members: number, rule: PanelRule): PanelFinding {
  const of = votes[0]?.of ?? 'response';
  const note = votes.map(voteText).join('; ');
  const found =
    rule.kind === 'escalate'
      ? (votes.at(-1)?.class ?? null)
      : chosen(votes, rule.kind === 'majority' ? members / 2 : members - 1);
  if (found === null) {
    const unmeasured = votes.length > 0 && votes.every(({ flags }) => flags.includes('unmeasured_language'));
    const flags: VerdictFlag[] = unmeasured ? ['unmeasured_language'] : [];
    return { class: null, sub: null, flags, of, confidence: null, evidence: null, unjudged: true, note };
  }
  const agreeing = rule.kind === 'escalate' ? votes.slice(-1) : votes.filter((vote) => vote.class === found);
  const injected = votes.some(({ flags }) => flags.includes('injection_suspected'));
  const codebook = Math.min(...agreeing.map((vote) => vote.codebook ?? FIRST_CODEBOOK));
  return {
    class: found,
    sub: commonSub(agreeing, found),
    flags: [...new Set([...commonFlags(agreeing), ...(injected ? ['injection_suspected' as const] : [])])],
    of,
    confidence: rule.kind === 'escalate' ? (agreeing[0]?.confidence ?? null) : null,
    evidence: agreeing.find(({ evidence }) => evidence !== null)?.evidence ?? null,
    ...(injected || agreeing.every(({ unsure }) => unsure === true) ? { unsure: true } : {}),
    line_of: agreeing.find(({ line_of }) => line_of != null)?.line_of ?? null,
    ...(codebook === FIRST_CODEBOOK ? {} : { codebook }),
    note,
  };
}

/** The class with more votes than `than`; null: none has. */
function chosen(votes: readonly Verdict[], than: number): VerdictClass | null {
  const counts = new Map<VerdictClass, number>();
  for (const { class: vote } of votes) if (vote !== null) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return [...counts].find(([, count]) => count > than)?.[0] ?? null;
}

/** The sub-class that most agree on; among equals the first in the codebook's order. */
function commonSub(agreeing: readonly Verdict[], found: VerdictClass): string | null {
  const count = (sub: string): number => agreeing.filter((vote) => vote.sub === sub).length;
  const [most] = [...SUB_CLASSES[found]].sort((a, b) => count(b) - count(a));
  return most !== undefined && count(most) > 0 ? most : null;
}

/** Flags that at least half of those who agree have set. */
function commonFlags(agreeing: readonly Verdict[]): VerdictFlag[] {
  const all = new Set(agreeing.flatMap(({ flags }) => flags));
  return [...all].filter((flag) => agreeing.filter(({ flags }) => flags.includes(flag)).length * 2 >= agreeing.length);
}

function voteText({ class: found, sub, confidence, unsure, classifier }: Verdict): string {
  const sure = `${confidence === null ? '' : ` ${confidence.toFixed(2)}`}${unsure === true ? ' unsure' : ''}`;
  return `${classifier.name}: ${found === null ? 'unjudged' : `${found}${sub === null ? '' : `/${sub}`}${sure}`}`;
}
