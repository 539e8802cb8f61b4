import { valueAt, type YamlSource } from '../lib/yaml-source.ts';
import type { MissingVariable } from './expand-env.ts';

/** Which targets of a file are asked: variables of others are not needed. */
export interface Asks {
  /** By their ids. */
  readonly targets: readonly string[];
  /** False: judges are not asked. */
  readonly judges: boolean;
}

/** A file with what is missing in it, without the targets that are not asked and lack a variable. */
export interface AskedSource extends YamlSource {
  readonly missing: readonly MissingVariable[];
  /** Where each target that stays stands in the file. */
  readonly places: readonly number[];
}

/** Leaves out targets that are not asked and lack a variable, and judges that would ask them. Places of mistakes stay those of the file. */
export function askedSource(source: YamlSource, missing: readonly MissingVariable[], asks: Asks | null): AskedSource {
  const targets = listAt(source, 'targets');
  const judges = listAt(source, 'judges');
  const judging = asks?.judges === false ? [] : judges.map((_, i) => valueAt(source.value, ['judges', i, 'target']));
  const asked = new Set<unknown>([...(asks?.targets ?? []), ...judging]);
  const lacks = (index: number): boolean => missing.some(({ path }) => path[0] === 'targets' && path[1] === index);
  const idAt = (index: number): unknown => valueAt(source.value, ['targets', index, 'id']);
  const isLeft = (index: number): boolean => asks !== null && lacks(index) && !asked.has(idAt(index));
  const places = [...targets.keys()].filter((index) => !isLeft(index));
  if (places.length === targets.length) return { ...source, missing, places };
  const left = new Set([...targets.keys()].filter(isLeft).map(idAt));
  const judgePlaces = [...judges.keys()].filter(
    (index) => !left.has(valueAt(source.value, ['judges', index, 'target'])),
  );
  const inFile = (path: Parameters<YamlSource['mistakeAt']>[0]): Parameters<YamlSource['mistakeAt']>[0] => {
    const [list, index, ...rest] = path;
    const kept = list === 'targets' ? places : list === 'judges' ? judgePlaces : [];
    return typeof index === 'number' ? [list as PropertyKey, kept[index] ?? index, ...rest] : path;
  };
  return {
    ...source,
    value: {
      ...(source.value as object),
      targets: places.map((index) => targets[index]),
      ...(judges.length === 0 ? {} : { judges: judgePlaces.map((index) => judges[index]) }),
    },
    mistakeAt: (path, message) => source.mistakeAt(inFile(path), message),
    mistakeAtKey: (path, message) => source.mistakeAtKey(inFile(path), message),
    missing: missing.filter(({ path }) => !(path[0] === 'targets' && isLeft(Number(path[1])))),
    places,
  };
}

function listAt({ value }: YamlSource, field: string): readonly unknown[] {
  const list = valueAt(value, [field]);
  return Array.isArray(list) ? list : [];
}
