import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../lib/errors.ts';
import type { TargetSpec } from '../../model/target-spec.ts';

/** The certificate that a target's configuration trusts, as PEM; null: none beside the system's. Throws ConfigError. */
export async function trustedCertificate({ id, tls }: TargetSpec): Promise<string | null> {
  if (tls === undefined) return null;
  const wrong = (found: string, cause?: unknown): ConfigError => {
    const message = `expected a certificate (PEM) at tls.ca, ${tls.ca}, ${found}`;
    return new ConfigError([{ file: `target ${id}`, line: null, column: null, message }], { cause });
  };
  const text = await readFile(tls.ca, 'utf8').catch((cause: unknown) => {
    throw wrong(`which cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw wrong('got something else');
  return text;
}
