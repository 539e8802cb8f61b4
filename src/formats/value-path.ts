/**
 * The value at a path such as `choices[0].message.content`, or under that whole text as a key; null where there is none. Steps are keys, or
 * places in a list from 0, negative ones from its end.
 */
export function atPath(root: object, path: string): { readonly value: unknown } | null {
  if (Object.hasOwn(root, path)) return { value: (root as Readonly<Record<string, unknown>>)[path] };
  let value: unknown = root;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null) return null;
    const key = Array.isArray(value) && /^-\d+$/.test(step) ? String(value.length + Number(step)) : step;
    if (!Object.hasOwn(value, key)) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return { value };
}

function stepsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[\s*["']?([^\]"']*)["']?\s*\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
}
