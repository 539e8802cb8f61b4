import { foldString } from './fold-text.ts';

/** A question made comparable: its character n-grams with how often each occurs. */
type Grams = ReadonlyMap<string, number>;

const SIZE = 3;
const CHINESE_SIZE = 2;

/** A question's text with punctuation, case and white space left out of account. */
export function plainQuestion(text: string): string {
  return foldString(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function gramsOf(text: string): Grams {
  const plain = ` ${plainQuestion(text)} `;
  const chars = [...plain];
  const size = /\p{Script=Han}/u.test(plain) ? CHINESE_SIZE : SIZE;
  const grams = new Map<string, number>();
  for (let at = 0; at + size <= chars.length; at++) {
    const gram = chars.slice(at, at + size).join('');
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/**
 * Cosine similarity (0…1) of each pair of questions in one language that reaches a threshold. Character n-grams are weighted
 * by rarity (inverse document frequency), so that questions of one form about different subjects stay apart. `probes` says
 * whose wording each question is: wordings of one probe count as one document, and are not compared.
 */
export function similarQuestions(
  questions: readonly string[],
  probes: readonly string[],
  threshold: number,
): { readonly first: number; readonly second: number; readonly similarity: number }[] {
  const all = questions.map(gramsOf);
  const documents = new Map<string, number>();
  for (const grams of gramsByProbe(all, probes)) {
    for (const gram of grams) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  const size = new Set(probes).size;
  const weigh = (gram: string) => Math.log(1 + size / (documents.get(gram) ?? 1));
  const vectors = all.map((grams) => {
    const weights = new Map([...grams].map(([gram, count]) => [gram, count * weigh(gram)]));
    return { weights, norm: Math.hypot(...weights.values()) };
  });
  const found: { first: number; second: number; similarity: number }[] = [];
  // Which earlier questions have a gram: most pairs share few, and none is looked at for the others.
  const holders = new Map<string, { readonly first: number; readonly weight: number }[]>();
  for (const [second, b] of vectors.entries()) {
    const dots = new Float64Array(second);
    for (const [gram, weight] of b.weights) {
      const before = holders.get(gram) ?? [];
      for (const one of before) dots[one.first] = (dots[one.first] ?? 0) + weight * one.weight;
      before.push({ first: second, weight });
      holders.set(gram, before);
    }
    for (const [first, dot] of dots.entries()) {
      if (dot === 0 || probes[first] === probes[second]) continue;
      const similarity = dot / ((vectors[first]?.norm ?? 0) * b.norm);
      if (similarity >= threshold) found.push({ first, second, similarity });
    }
  }
  return found;
}

function gramsByProbe(all: readonly Grams[], probes: readonly string[]): Iterable<ReadonlySet<string>> {
  const byProbe = new Map<string, Set<string>>();
  for (const [index, grams] of all.entries()) {
    const probe = probes[index] ?? '';
    byProbe.set(probe, new Set([...(byProbe.get(probe) ?? []), ...grams.keys()]));
  }
  return byProbe.values();
}
