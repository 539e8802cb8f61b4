/** A time that is not before language models nor far ahead, in milliseconds since 1970: other numbers are no times. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const DAY_MS = 86_400_000;
/** 1970-01-01 as Excel counts days from 1900, and from 1904 on old Macs (which is not told apart). */
const EXCEL_1970 = 25_569;

/** A time as collectors note it, as ISO 8601 in UTC; one without a zone is taken as UTC. null for what is no time, or may be two. */
export function utcTime(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const given = text.trim();
  const time = /^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(given) ? numbered(Number(given)) : written(given);
  return time === null || Number.isNaN(time) || time < EARLIEST || time > LATEST ? null : new Date(time).toISOString();
}

/** A number: seconds, milliseconds, microseconds or nanoseconds since 1970, a day of Excel's, or a date without dashes. */
function numbered(number: number): number | null {
  if (number >= 20_150_101 && number < 21_000_101) return ofDigits(String(Math.trunc(number)));
  if (number >= 40_000 && number < 80_000) return Math.round((number - EXCEL_1970) * DAY_MS);
  for (const perMs of [1e-3, 1, 1e3, 1e6]) {
    const time = number / perMs;
    if (time >= EARLIEST && time <= LATEST) return Math.round(time);
  }
  return null;
}

function ofDigits(text: string): number | null {
  return partsTime([text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)]);
}

const CLOCK = '(?:[T\\s,]+(\\d{1,2})[:時时](\\d{2})(?:[:分](\\d{2})(?:[.,](\\d+))?)?分?秒?\\s*([AaPp]\\.?[Mm]\\.?)?)?';
const ZONE = '\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?|(?:UTC|GMT)[+-]\\d{1,2}(?::?\\d{2})?)?(?:\\[[\\w/]+\\])?';
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?${CLOCK}${ZONE}$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${CLOCK}${ZONE}$`, 'i');
/** Days and months by name, as mail and `date` write them: the platform reads these. */
const NAMED_MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;
/** Zones that stand for several. */
const ZONE_OF_MANY = /\b(?:CST|IST|BST|AST)\b/;

function written(text: string): number | null {
  const first = YEAR_FIRST.exec(text);
  if (first !== null) return partsTime(first.slice(1, 4), first.slice(4, 9), first[9]);
  const last = YEAR_LAST.exec(text);
  if (last !== null) {
    const [, one = '', sign, two = '', year = ''] = last;
    const order = dayAndMonth(one, two, sign === '.');
    return order === null ? null : partsTime([year, order.month, order.day], last.slice(5, 10), last[10]);
  }
  if (!NAMED_MONTH.test(text) || !/\d{4}/.test(text) || ZONE_OF_MANY.test(text)) return null;
  return Date.parse(/Z$|[+-]\d\d:?\d\d|\b[A-Z]{3,4}\b(?!\w)/.test(text) ? text : `${text} UTC`);
}

/** Which of two numbers is the day; null: both may be. With dots the day is first. */
function dayAndMonth(one: string, two: string, dots: boolean): { day: string; month: string } | null {
  if (dots || Number(one) > 12 || Number(one) === Number(two)) return { day: one, month: two };
  return Number(two) > 12 ? { day: two, month: one } : null;
}

function partsTime(
  [year = '', month = '', day = '']: readonly string[],
  [hour, minute, second, fraction, half]: readonly (string | undefined)[] = [],
  zone?: string,
): number | null {
  const hours = Number(hour ?? 0);
  const shift = half === undefined ? hours : (hours % 12) + (/p/i.test(half) ? 12 : 0);
  const date = [Number(year), Number(month), Number(day)] as const;
  const clock = [shift, Number(minute ?? 0), Number(second ?? 0)] as const;
  if (shift > 24 || clock[1] > 59 || clock[2] > 60 || (shift === 24 && clock[1] + clock[2] > 0)) return null;
  const time = Date.UTC(date[0], date[1] - 1, date[2], ...clock) + Number(`0.${fraction ?? 0}`) * 1000;
  // The calendar takes 31 February for a day in March.
  if (new Date(Date.UTC(date[0], date[1] - 1, date[2])).getUTCDate() !== date[2] || date[1] > 12) return null;
  return Math.trunc(time) - zoneMs(zone);
}

function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
