import { systemClock } from '../../lib/clock.ts';
import type { AuditIo } from './audit-io.ts';

/** The process's own folder, environment, clock and randomness, for scripts that want nothing else. */
export function systemIo(): Pick<AuditIo, 'cwd' | 'env' | 'clock' | 'random'> {
  return { cwd: process.cwd(), env: process.env, clock: systemClock, random: Math.random };
}
