import { TargetError } from '../../lib/errors.ts';
import type { TargetSpec } from '../../model/target-spec.ts';

/** A target's address without slashes at the end of its path. Throws TargetError where it has none. */
export function addressOf(spec: TargetSpec): string {
  if (spec.baseURL === null) throw new TargetError(`expected an address (baseURL) for target ${spec.id}, got none`);
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(spec.baseURL) ?? [];
  return path.replace(/\/+$/, '') + rest;
}

/** A path below an address, put before its query. */
export function endpoint(address: string, path: string): string {
  const [, base = '', query = ''] = /^([^?#]*)(\?[^#]*)?/s.exec(address) ?? [];
  return base.replace(/\/+$/, '') + path + query;
}
