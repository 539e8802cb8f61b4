const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, sec: 1, m: 60, min: 60, h: 3600 };

/** Seconds of a time such as `90`, `90 s`, `15 min`, `15m` or `1.5 h`; null: it is none. */
export function secondsIn(text: string): number | null {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return amount === '' || factor === undefined ? null : Number(amount) * factor;
}
