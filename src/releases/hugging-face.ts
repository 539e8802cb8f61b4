import { listFiles, listModels, modelInfo } from '@huggingface/hub';
import { TargetError } from '../lib/errors.ts';
import { parseJson, requireShallow } from '../lib/parse-json.ts';
import { isReleaseName, type SourceSpec } from '../model/release.ts';
import { describeError } from '../targets/http/call-failure.ts';
import { objectsIn, textOrNull } from '../targets/http/json-fields.ts';
import { bearer, readPage, readPageText } from './read-page.ts';
import type { ListedRelease, SourceIo, SourceReader } from './source.ts';

const HUB = 'https://huggingface.co';
/** Calls that one list may take: pages of 500 models, or models of a collection. */
const MOST_PAGES = 200;

/** Models of an author, or of a collection (`AUTHOR/NAME-…`), on a hub. */
export const huggingFace: SourceReader = {
  async list(spec, io) {
    const listed = await asking(spec, () => (spec.of.includes('/') ? ofCollection(spec, io) : ofAuthor(spec, io)));
    if (listed.length > 0) return listed;
    throw new TargetError(`expected models of ${spec.of} at ${hubOf(spec)}, got none. Is the name right?`);
  },
  async isSame(spec, io, name, before, now) {
    const [old, latest] = await asking(spec, async () => [
      await filesAt(spec, io, name, before),
      await filesAt(spec, io, name, now),
    ]);
    return old !== null && old === latest;
  },
};

async function ofAuthor(spec: SourceSpec, io: SourceIo): Promise<ListedRelease[]> {
  const listed: ListedRelease[] = [];
  const search = { owner: spec.of };
  for await (const model of listModels({ search, additionalFields: ['sha'], ...callOf(spec, io) }))
    listed.push(releaseOf(model));
  return listed;
}

/** A collection tells no commits: each model is asked for its own. */
async function ofCollection(spec: SourceSpec, io: SourceIo): Promise<ListedRelease[]> {
  const url = `${hubOf(spec)}/api/collections/${spec.of.split('/').map(encodeURIComponent).join('/')}`;
  const text = await readPageText(url, { accept: 'application/json', ...bearer(spec.apiKey) }, io);
  const { items } = parseJson(text) as { readonly items?: unknown };
  if (!Array.isArray(items)) throw new Error('its answer has no list of items');
  const listed: ListedRelease[] = [];
  const call = callOf(spec, io);
  for (const { type, id } of objectsIn(items)) {
    if (type !== 'model') continue;
    if (typeof id !== 'string' || !isReleaseName(id)) throw new Error('a model of the collection has no name');
    listed.push(releaseOf(await modelInfo({ name: id, additionalFields: ['sha'], ...call })));
  }
  return listed;
}

function releaseOf({ name, sha, updatedAt }: { name: string; sha?: unknown; updatedAt: Date }): ListedRelease {
  const digest = textOrNull(sha);
  if (typeof name !== 'string' || digest === null)
    throw new Error('a model of the list has no name or no commit (sha)');
  return { name, digest, at: Number.isNaN(updatedAt.getTime()) ? null : updatedAt.toISOString() };
}

/** What of a repository decides how the model answers; a change of any other file, such as its page, is none of the model. */
const DECIDES = /\.(?:safetensors|gguf|bin|pth?|onnx|json|jinja|model|tiktoken|txt|py)$/i;

/** Those files at a commit, with their digests, as one text; null: the commit is not there any more. */
async function filesAt(spec: SourceSpec, io: SourceIo, name: string, revision: string): Promise<string | null> {
  const files: string[] = [];
  try {
    for await (const file of listFiles({ repo: name, recursive: true, revision, ...callOf(spec, io) }))
      if (file.type === 'file' && DECIDES.test(file.path)) files.push(`${file.path} ${file.lfs?.oid ?? file.oid}`);
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null;
    throw error;
  }
  return files.sort().join('\n');
}

function hubOf({ url }: SourceSpec): string {
  return (url ?? HUB).replace(/\/+$/, '');
}

/** How the client calls: at this hub alone, also where a list goes on, with the key in a header, a bounded time and bounded answers. */
function callOf(spec: SourceSpec, io: SourceIo): { readonly hubUrl: string; readonly fetch: typeof fetch } {
  const hubUrl = hubOf(spec);
  const { origin } = new URL(hubUrl);
  let pages = 0;
  const call = async (address: string | URL | Request): Promise<Response> => {
    const url = address instanceof Request ? address.url : String(address);
    if (new URL(url).origin !== origin)
      throw new Error(`the list goes on at another address (${new URL(url).origin}), which is not asked`);
    pages += 1;
    if (pages > MOST_PAGES) throw new Error(`the list has more than ${MOST_PAGES} parts`);
    const { status, headers, body } = await readPage(url, { accept: 'application/json', ...bearer(spec.apiKey) }, io);
    requireShallow(body.toString('utf8'));
    return new Response(status === 204 ? null : new Uint8Array(body), { status, headers });
  };
  return { hubUrl, fetch: call as typeof fetch };
}

async function asking<T>(spec: SourceSpec, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TargetError) throw cause;
    const hint = /\b40[13]\b/.test(String(cause)) ? ' It may ask for a key: set apiKey.' : '';
    throw new TargetError(
      `could not ask ${hubOf(spec)} for ${spec.of}: ${describeError(cause)}.${hint}`,
      {},
      { cause },
    );
  }
}
