import { InvalidArgumentError, type Option } from 'commander';
import { secondsIn } from '../../lib/seconds-in.ts';
import { makeFlag } from './flag.ts';

/** A whole number, in digits alone: `1e2`, `0x10` and `5.0` are none. */
export function wholeFlag(flags: string, description: string, least: number, most = Number.MAX_SAFE_INTEGER): Option {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return makeFlag('whole', flags, description, (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a whole number ${range}, in digits.`);
    return value;
  });
}

/** An amount of at least 0, written as a decimal. */
export function amountFlag(flags: string, description: string): Option {
  return makeFlag('amount', flags, description, (text) => {
    if (!/^(\d+(\.\d*)?|\.\d+)$/.test(text)) throw new InvalidArgumentError('Expected an amount, such as 2.50.');
    return Number(text);
  });
}

/** A share, written as a decimal. `between`: 0 and 1 themselves are none. */
export function shareFlag(flags: string, description: string, ends: 'with ends' | 'between'): Option {
  return makeFlag('share', flags, description, (text) => {
    const value = Number(text);
    const isInside = ends === 'with ends' ? value >= 0 && value <= 1 : value > 0 && value < 1;
    if (!/^(\d+(\.\d*)?|\.\d+)$/.test(text) || !isInside)
      throw new InvalidArgumentError(
        ends === 'with ends'
          ? 'Expected a share from 0 to 1, such as 0.05.'
          : 'Expected a share between 0 and 1, such as 0.05.',
      );
    return value;
  });
}

/** A time, in seconds: `90`, `90s`, `15min`, `1.5h`. */
export function timeFlag(flags: string, description: string): Option {
  return makeFlag('time', flags, description, (text) => {
    const seconds = secondsIn(text);
    if (seconds === null) throw new InvalidArgumentError('Expected seconds, or a time such as 90s, 15min or 1h.');
    return seconds;
  });
}
