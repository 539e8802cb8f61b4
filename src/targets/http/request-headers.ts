import type { TargetSpec } from '../../model/target-spec.ts';

/** Headers of every request to a target: the key only where the configuration gives one, extra headers last. */
export function requestHeaders(spec: TargetSpec, accept: string): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json', accept, 'user-agent': 'candor-audit' };
  if (spec.apiKey !== null && spec.apiKey !== '') headers.authorization = `Bearer ${spec.apiKey}`;
  for (const [name, value] of Object.entries(spec.headers)) headers[name.toLowerCase()] = value;
  return headers;
}
