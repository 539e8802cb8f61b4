/** A source of chance of its own: what draws the worlds shares nothing with what measures them. */
export interface Chance {
  /** In [0, 1). */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** A propensity with this mean, `between` of a single answer's variance lying between draws. */
  readonly propensity: (mean: number, between: number) => number;
}

/** xoshiro128** (Blackman and Vigna 2018), its state filled from a text by FNV-1a: the same label, the same world. */
export function chanceOf(label: string): Chance {
  let hash = 0x811c9dc5;
  const word = (): number => {
    for (const unit of `${label}/`) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  };
  const state = [word(), word(), word(), word() | 1];
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const z = c ^ a;
    const w = d ^ b;
    state[1] = b ^ z;
    state[0] = a ^ w;
    state[2] = z ^ (b << 9);
    state[3] = (w << 11) | (w >>> 21);
    return result;
  };
  for (let i = 0; i < 20; i++) next();
  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    // Box and Muller 1958.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    propensity: (mean, between) => {
      if (mean <= 0 || mean >= 1 || between <= 0) return mean;
      if (between >= 1) return uniform() < mean ? 1 : 0;
      const size = (1 - between) / between;
      return beta(mean * size, (1 - mean) * size, uniform);
    },
  };
}

/** Jöhnk 1964, in logarithms: sound for the small parameters that propensities near 0 and 1 have. */
function beta(a: number, b: number, uniform: () => number): number {
  for (;;) {
    const x = Math.log(1 - uniform()) / a;
    const y = Math.log(1 - uniform()) / b;
    const top = Math.max(x, y);
    const sum = top + Math.log(Math.exp(x - top) + Math.exp(y - top));
    if (sum <= 0) return Math.exp(x - sum);
  }
}
