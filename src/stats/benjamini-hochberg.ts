/** p values adjusted so that of those under a level at most that share are false discoveries (Benjamini and Hochberg 1995), in the order given. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let lowest = 1;
  for (const [above, { p, index }] of order.entries()) {
    lowest = Math.min(lowest, (p * ps.length) / (ps.length - above));
    adjusted[index] = lowest;
  }
  return adjusted;
}
