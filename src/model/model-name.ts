/** Letters of a name at most; of a longer one the middle is left out where it is shown. */
export const LONGEST_NAME = 200;

/**
 * A model's name as people read it: as its maker gives it (`anthropic/claude-sonnet-4`), but of a path on somebody's disk only the file, without its ending.
 * Empty where there is none.
 */
export function nameOfModel(model: string): string {
  const name = model.trim();
  const isPath =
    /^(?:file:|~?[\\/]|\.{1,2}[\\/]|[a-z]:[\\/])/i.test(name) || /[\\/].*\.(?:gguf|safetensors|bin)$/i.test(name);
  const bare = isPath ? (name.split(/[\\/]/).findLast((part) => part !== '') ?? '') : name;
  return bare.replace(/(?:-\d{5}-of-\d{5})?\.gguf$/i, '');
}

/** A model's name with its quantisation, unless it says that itself. */
export function nameWithQuantisation(name: string, quantisation: string | null): string {
  if (quantisation === null || quantisation === '') return name;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain(name).includes(plain(quantisation)) ? name : `${name} ${quantisation}`;
}

/** Billions of parameters that a name tells: `8b`, `0.6B`; null: it tells none. */
export function sizeIn(name: string): string | null {
  return /(?:^|[^\p{L}\d.])(\d+(?:\.\d+)?)b(?![\p{L}\d])/iu.exec(name)?.[1] ?? null;
}
