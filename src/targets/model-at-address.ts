import type { Named } from './provider.ts';

/** Reads `MODEL` or `MODEL@URL`; null where the address is none. */
export function modelAtAddress(text: string): Named | null {
  const [, model = '', baseURL] = /^(.+?)(?:@(https?:\/\/.+))?$/s.exec(text) ?? [];
  if (model === '') return null;
  if (baseURL === undefined) return { name: model, model };
  return URL.canParse(baseURL) ? { name: model, model, baseURL } : null;
}
