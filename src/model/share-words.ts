/** Beside this a share is no longer nothing, or all: what floating point leaves. */
const TINY = 1e-12;

/** A share in whole per cent, `12`, `< 1` or `> 99`: 0 is nothing at all, and 100 everything. */
export function wholePercent(share: number): string {
  if (share > TINY && share < 0.005) return '< 1';
  if (share < 1 - TINY && share >= 0.995) return '> 99';
  return String(Math.round(share * 100));
}

/** `8–17`, an interval of a share in per cent; an end that is not 0 or 100 is not rounded to it, but outwards to a tenth. */
export function percentRange(lo: number, hi: number): string {
  return `${endText(lo, Math.floor)}–${endText(hi, Math.ceil)}`;
}

function endText(end: number, outwards: (value: number) => number): string {
  const whole = Math.round(end * 100);
  const hidden = (whole === 0 && end > TINY) || (whole === 100 && end < 1 - TINY);
  return String(hidden ? outwards(Math.round(end * 1e8) / 1e5) / 10 : whole).replace('-', '−');
}

/** `+12`, `−3`, `0`: a difference of shares in percentage points; only no difference is 0, less than half a point has decimals. */
export function pointsText(difference: number): string {
  const points = difference * 100;
  const size = Math.abs(points);
  if (size < 1e-9) return '0';
  const digits = size >= 0.5 ? 0 : size >= 0.05 ? 1 : 2;
  return `${points > 0 ? '+' : '−'}${Math.max(size, 0.01).toFixed(digits)}`;
}

/** A share in per cent with at most one decimal, `12.5`, `< 0.1` or `> 99.9`: 0 is nothing at all, and 100 everything. */
export function tenthPercent(share: number): string {
  if (share > TINY && share < 0.0005) return '< 0.1';
  if (share < 1 - TINY && share >= 0.9995) return '> 99.9';
  return String(Math.round(share * 1000) / 10 + 0).replace('-', '−');
}

/** `+4.2`, `−0.5`, `0`: a difference of shares in percentage points with at most one decimal; only no difference is 0. */
export function tenthPoints(difference: number): string {
  const points = difference * 100;
  const size = Math.abs(points);
  if (size < 1e-9) return '0';
  const shown = size >= 0.05 ? Math.round(size * 10) / 10 : Math.max(0.01, Math.round(size * 100) / 100);
  return `${points > 0 ? '+' : '−'}${shown}`;
}
