import { UsageError } from '../lib/errors.ts';
import type { Named } from './provider.ts';

/** Reads `MODEL` or `MODEL@URL`; null where the address is none. Throws UsageError for an address without http:// or https://. */
export function modelAtAddress(text: string): Named | null {
  const [, model = '', baseURL] = /^(.+?)(?:@(https?:\/\/.+))?$/s.exec(text) ?? [];
  if (model === '') return null;
  if (baseURL === undefined) {
    const [, name, address] = BARE_ADDRESS.exec(text) ?? [];
    if (address === undefined) return { name: model, model };
    throw new UsageError(
      `expected an address that begins with http:// or https://, got "${address}": perhaps ${name}@http://${address}`,
    );
  }
  return URL.canParse(baseURL) ? { name: model, model, baseURL } : null;
}

/** A name or number of a machine, with a port, a path or a dot in it. */
const BARE_ADDRESS =
  /^(.+)@(?!sha256:)((?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]|[\w-]+(?:\.[\w-]+)+|[\w.-]+(?=:\d{1,5}(?:\/|$)))(?::\d{1,5})?(?:\/.*)?)$/is;
