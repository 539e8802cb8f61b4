import { z } from 'zod';

/** Who answered a call, by what the answer itself says; null: it does not say. */
export interface Served {
  readonly model: string | null;
  /** The provider behind a router, or the host that names itself. */
  readonly by: string | null;
  /** `system_fingerprint`, or the build that a server names. */
  readonly fingerprint: string | null;
  readonly region: string | null;
}

const told = z.string().nullable();

/** Answers of a target that name the same model, provider, fingerprint and region. */
export const servedCountSchema = z.object({
  model: told,
  by: told,
  fingerprint: told,
  region: told,
  n: z.int().positive(),
});
export type ServedCount = Readonly<z.infer<typeof servedCountSchema>>;

/** One possible first token of an answer with its log probability (natural). */
export const firstTokenSchema = z.object({ token: z.string(), logprob: z.number() });
export type FirstToken = Readonly<z.infer<typeof firstTokenSchema>>;

/** Counts answers by who gave them. Absent: the answer does not say. */
export class ServedCounts {
  readonly #counts = new Map<string, { served: Served; n: number }>();

  add(answer: Served | undefined): void {
    const { model = null, by = null, fingerprint = null, region = null } = answer ?? {};
    const key = JSON.stringify([model, by, fingerprint, region]);
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { served: { model, by, fingerprint, region }, n: 1 });
    else count.n += 1;
  }

  /** The most frequent first. */
  counts(): ServedCount[] {
    return sortedCounts([...this.#counts.values()].map(({ served, n }) => ({ ...served, n })));
  }
}

/** The counts of answers, as `ServedCounts` gives them. */
export function countServed(answers: Iterable<Served | undefined>): ServedCount[] {
  const counts = new ServedCounts();
  for (const answer of answers) counts.add(answer);
  return counts.counts();
}

/** Counts in the order in which they are shown: the most frequent first, then by name. */
export function sortedCounts(counts: readonly ServedCount[]): ServedCount[] {
  const name = ({ model, by, fingerprint, region }: ServedCount): string =>
    JSON.stringify([model, by, fingerprint, region]);
  return [...counts].sort((a, b) => b.n - a.n || (name(a) < name(b) ? -1 : 1));
}
