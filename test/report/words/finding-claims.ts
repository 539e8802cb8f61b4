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
  /** Languages in which no sensitive question was asked (`all`: in none); they are among the silent ones. */
  readonly unasked: readonly string[] | 'all';
  /** Calls of which it says that all of them failed; null: it says nothing of the kind. */
  readonly failed: number | null;
  /** Shares that it gives of languages without controls. */
  readonly rates: readonly {
    readonly class: Claim['class'];
    readonly lang: string;
    readonly share: string;
    readonly of: number;
  }[];
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
  const rates: ReadFinding['rates'][number][] = [];
  let silent: ReadFinding['silent'] = [];
  let unasked: ReadFinding['unasked'] = [];
  let failed: ReadFinding['failed'] = null;
  for (const clause of says.split('; ')) {
    if (clause === 'gave no answer to a sensitive question that could be judged') {
      silent = 'all';
      continue;
    }
    if (clause === 'was asked no sensitive question') {
      silent = 'all';
      unasked = 'all';
      continue;
    }
    const calls =
      /^brought no answer to a sensitive question: (?:(the one call with one)|all ([\d,]+) calls with one) failed$/.exec(
        clause,
      );
    if (calls !== null) {
      silent = 'all';
      failed = calls[1] === undefined ? Number(calls[2]?.replaceAll(',', '')) : 1;
      continue;
    }
    const nothing = /^in (.+) (?:nothing could be judged|(no sensitive question was asked))$/.exec(clause);
    if (nothing !== null) {
      const langs = listOf(nothing[1] ?? '');
      silent = [...silent, ...langs];
      if (nothing[2] !== undefined) unasked = langs;
      continue;
    }
    if (/^has no (?:matched )?controls to be held against$/.test(clause)) {
      for (const name of ['refusal', 'official_narrative'] as const)
        claims.push({ class: name, kind: 'no controls', langs: null });
      continue;
    }
    const bare =
      /^in (.+), with no (?:matched )?controls, it refused ([<>]? ?\d+ %) and gave the official narrative in ([<>]? ?\d+ %) of ([\d,]+) answers?$/.exec(
        clause,
      );
    if (bare !== null) {
      const [, lang = '', refused = '', recited = '', of = ''] = bare;
      for (const [name, share] of [
        ['refusal', refused],
        ['official_narrative', recited],
      ] as const) {
        claims.push({ class: name, kind: 'no controls', langs: [lang] });
        rates.push({ class: name, lang, share, of: Number(of.replaceAll(',', '')) });
      }
      continue;
    }
    // Checked by itself in test/report/model-sentence.test.ts.
    if (/^unsure verdicts could undo this \((?:refusal|official narrative) in .+ of controls\)$/.test(clause)) continue;
    const neither =
      /^cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls(?: in (.+))?$/.exec(
        clause,
      );
    if (neither !== null) {
      for (const name of ['refusal', 'official_narrative'] as const)
        claims.push({ class: name, kind: 'not shown', langs: neither[1] === undefined ? null : listOf(neither[1]) });
      continue;
    }
    const doubted = new RegExp(`^that it ${ACT} more often(?: in (.+))? cannot be shown$`).exec(clause);
    if (doubted !== null) {
      const langs = doubted[2] === undefined ? null : listOf(doubted[2]);
      claims.push({ class: classOf(doubted[1]), kind: 'not shown', langs });
      continue;
    }
    const [, first, second, tail] = new RegExp(`^(?:it )?${ACT}(?: and ${ACT})? (.+)$`).exec(clause) ?? [];
    if (first === undefined || tail === undefined)
      throw new Error(`expected a clause of a known form, got "${clause}"`);
    for (const act of [first, second]) if (act !== undefined) claims.push(...readTail(classOf(act), tail));
  }
  return { claims, silent, unasked, failed, rates };
}

function readTail(name: Claim['class'], tail: string): Claim[] {
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
