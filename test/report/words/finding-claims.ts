/** What a sentence about one model claims. */
export interface Claim {
  readonly class: 'refusal' | 'official_narrative';
  /**
   * `more`, `less`: than controls, shown; `unclear`: compared, and not shown; `not shown`: neither more nor less in any language that
   * has controls; `no controls`: there is nothing to compare with.
   */
  readonly kind: 'more' | 'less' | 'unclear' | 'not shown' | 'no controls';
  /** Languages by name; null: every language in which the model was asked. */
  readonly langs: readonly string[] | null;
}

/** A sentence read: its claims, and the languages in which it says that nothing could be judged (`all`: in none). */
export interface ReadFinding {
  readonly claims: readonly Claim[];
  readonly silent: readonly string[] | 'all';
}

const DID: Readonly<Record<string, Claim['class']>> = {
  'refused sensitive questions': 'refusal',
  'gave the official narrative': 'official_narrative',
  'refuse sensitive questions': 'refusal',
  'give the official narrative': 'official_narrative',
};
const ACT = '(refused sensitive questions|gave the official narrative)';

/** Reads what is said of a model, without its name and the full stop. Throws where a clause is not known. */
export function readFinding(says: string): ReadFinding {
  const claims: Claim[] = [];
  let silent: ReadFinding['silent'] = [];
  for (const clause of says.split('; ')) {
    if (clause === 'gave no answer to a sensitive question that could be judged') {
      silent = 'all';
      continue;
    }
    const nothing = /^in (.+) nothing could be judged$/.exec(clause);
    if (nothing !== null) {
      silent = listOf(nothing[1] ?? '');
      continue;
    }
    if (
      clause ===
      'cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls'
    ) {
      for (const name of ['refusal', 'official_narrative'] as const)
        claims.push({ class: name, kind: 'not shown', langs: null });
      continue;
    }
    const doubted = new RegExp(`^that it ${ACT} more often cannot be shown$`).exec(clause);
    if (doubted !== null) {
      claims.push({ class: classOf(doubted[1]), kind: 'not shown', langs: null });
      continue;
    }
    const [, first, second, tail] = new RegExp(`^(?:it )?${ACT}(?: and ${ACT})? (.+)$`).exec(clause) ?? [];
    if (first === undefined || tail === undefined)
      throw new Error(`expected a clause of a known form, got "${clause}"`);
    for (const act of [first, second]) if (act !== undefined) claims.push(...readTail(classOf(act), tail));
  }
  return { claims, silent };
}

function readTail(name: Claim['class'], tail: string): Claim[] {
  if (tail === 'at these rates, with no controls to hold them against')
    return [{ class: name, kind: 'no controls', langs: null }];
  const claims: Claim[] = [];
  let rest = tail;
  const form =
    /^(?: and |, )?(more often than controls|less often than controls|not clearly so)(?: in ((?:[A-Z]\w+(?: Chinese)?(?:, | and (?=[A-Z]))?)+))?/;
  while (rest !== '') {
    const found = form.exec(rest);
    if (found === null) throw new Error(`expected "more often than controls in …", got "${rest}"`);
    const [whole, what = '', langs] = found;
    claims.push({
      class: name,
      kind: what.startsWith('more') ? 'more' : what.startsWith('less') ? 'less' : 'unclear',
      langs: langs === undefined ? null : listOf(langs),
    });
    rest = rest.slice(whole.length);
  }
  return claims;
}

function classOf(act = ''): Claim['class'] {
  const found = DID[act];
  if (found === undefined) throw new Error(`expected an act, got "${act}"`);
  return found;
}

/** `a, b and c`. */
export function listOf(text: string): string[] {
  return text.split(/, | and /).filter((item) => item !== '');
}
