const COEFFICIENTS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
const G = 7;

/** The natural logarithm of Γ(x) for x > 0 (Lanczos 1964, with Godfrey's nine coefficients; relative error about 1e-15). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const sum = COEFFICIENTS.reduce(
    (total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (at + i)),
    0,
  );
  const t = at + G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}
