import type { Option } from 'commander';
import { wholeFlag } from './numbers.ts';

/** The flag by which a command reads another turn of conversations than the first. */
export function turnFlag(): Option {
  return wholeFlag('--turn <n>', 'which turn of conversations (default: the first)', 1);
}
