import type { GateResult } from '../compare/gate.ts';
import { lineNamed } from '../model/target-names.ts';

/**
 * A gate as people read it: the scopes of its checks, as far as there is room for them (`short`), and why calls failed by the names of targets; the sides stay as
 * they were typed.
 */
export function namedGate(result: GateResult, short: (name: string) => string = (name) => name): GateResult {
  const { names, checks, failures } = result;
  if (names === undefined) return result;
  const scopeNamed = (scope: string): string => {
    const [id, name] = Object.entries(names).find(([one]) => scope.startsWith(`${one} `)) ?? [];
    return id === undefined || name === undefined ? scope : `${short(name)}${scope.slice(id.length)}`;
  };
  const failureNamed = (line: string): string => {
    const at = line.indexOf(': ') + 2;
    return line.slice(0, at) + lineNamed(line.slice(at), names);
  };
  return {
    ...result,
    checks: checks.map((check) => ({ ...check, scope: scopeNamed(check.scope) })),
    ...(failures === undefined ? {} : { failures: failures.map(failureNamed) }),
  };
}
