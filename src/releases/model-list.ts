import { TargetError } from '../lib/errors.ts';
import { parseJson } from '../lib/parse-json.ts';
import { objectsIn, textOrNull } from '../targets/http/json-fields.ts';
import { bearer, readPageText, shown } from './read-page.ts';
import type { SourceReader } from './source.ts';

/** The list of an OpenAI-compatible server. Its `created` is the time of the question on some servers, and no digest. */
export const modelList: SourceReader = {
  async list({ of, apiKey }, io) {
    const url = new URL(of);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/models`;
    const text = await readPageText(url.href, { accept: 'application/json', ...bearer(apiKey) }, io);
    const models = modelsIn(text);
    const names = models?.map(({ id }) => textOrNull(id)) ?? [];
    if (names.length === 0 || names.includes(null))
      throw new TargetError(
        `expected a list of models ({"data": [{"id": …}]}) at ${shown(url.href)}, got something else or none`,
      );
    return objectsIn(models).map(({ id, root }) => {
      const behind = textOrNull(root);
      return { name: String(id), digest: behind === id ? null : behind, at: null };
    });
  },
};

function modelsIn(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = parseJson(text);
    const { data } = (value ?? {}) as { readonly data?: unknown };
    const models = objectsIn(data);
    return Array.isArray(data) && models.length === data.length ? models : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
