import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { APIError, OpenAI, toFile } from 'openai';
import { fetch } from 'undici';
import { z } from 'zod';
import { TargetError } from '../../lib/errors.ts';
import { maskerFor } from '../../model/secrets.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { addressOf } from '../http/address-of.ts';
import { trustedCertificate } from '../http/certificate.ts';
import { HttpClient } from '../http/http-client.ts';
import { requestHeaders } from '../http/request-headers.ts';
import type { TargetIo } from '../target.ts';

/** How a batch stands with its service. */
export interface BatchState {
  readonly id: string;
  /** The service's own word: validating, in_progress, finalizing, completed, failed, expired, cancelled … */
  readonly status: string;
  /** True where nothing more will come. */
  readonly over: boolean;
  readonly requests: { readonly total: number; readonly completed: number; readonly failed: number } | null;
  /** Ids of the files with results and with errors. */
  readonly files: readonly string[];
  /** What the service says against the whole batch. */
  readonly errors: readonly string[];
}

const OVER = new Set(['completed', 'failed', 'expired', 'cancelled', 'canceled']);
/** Characters of an unreadable reply that a message shows. */
const MOST_SHOWN = 200;
const MAY_BE_MADE =
  '. It may have been handed in all the same: look at the list of batches of the service first, a second one would be paid for too';
/** The client asks for a key; it never leaves the program, since headers are our own. */
const NO_KEY = 'none';

/** The batch service beside a target's chat completions: OpenAI's files and batches, which DashScope and others have too. */
export class BatchService {
  readonly #client: OpenAI;
  readonly #http: HttpClient;
  readonly #spec: TargetSpec;

  private constructor(spec: TargetSpec, http: HttpClient) {
    const headers = requestHeaders(spec, 'application/json');
    this.#spec = spec;
    this.#http = http;
    this.#client = new OpenAI({
      apiKey: NO_KEY,
      adminAPIKey: null,
      organization: null,
      project: null,
      baseURL: addressOf(spec),
      maxRetries: 2,
      logLevel: 'off',
      async fetch(url, init) {
        // Of a form, the client's own class is not known to undici: its bytes and its type are.
        const sent = init?.body instanceof FormData ? new Response(init.body) : null;
        const type = sent?.headers.get('content-type') ?? (typeof init?.body === 'string' ? 'application/json' : null);
        const { 'content-type': _, ...own } = lowered(headers);
        const reply = await fetch(String(url), {
          method: init?.method ?? 'GET',
          headers: type === null ? own : { ...own, 'content-type': type },
          body: sent === null ? ((init?.body as string | undefined) ?? null) : Buffer.from(await sent.arrayBuffer()),
          signal: init?.signal ?? null,
          dispatcher: http.dispatcherFor(String(url)),
        });
        const parts = reply.body === null ? null : (Readable.toWeb(Readable.fromWeb(reply.body)) as ReadableStream);
        return new Response(parts, { status: reply.status, headers: [...reply.headers] });
      },
    });
  }

  /** Opens the service of a target. */
  static async open(spec: TargetSpec, io: TargetIo): Promise<BatchService> {
    return new BatchService(spec, new HttpClient(io.env, await trustedCertificate(spec)));
  }

  /** Hands a file of requests in; gives the batch. Throws TargetError. */
  async submit(file: string, run: string): Promise<BatchState> {
    const input = await this.#said(async () => {
      const sent = await this.#client.files.create({
        file: await toFile(createReadStream(file), basename(file), { type: 'application/jsonl' }),
        purpose: 'batch',
      });
      return read(sentSchema, sent, 'a file ({"id": …})').id;
    });
    // Not tried again: a batch whose reply was lost would be made, and paid for, twice.
    return this.#said(async () => {
      const made = await this.#client.batches.create(
        {
          input_file_id: input,
          endpoint: '/v1/chat/completions',
          completion_window: '24h',
          metadata: { candor_run: run },
        },
        { maxRetries: 0 },
      );
      return stateOf(made);
    }, MAY_BE_MADE);
  }

  /** Throws TargetError. */
  async state(id: string): Promise<BatchState> {
    return this.#said(async () => stateOf(await this.#client.batches.retrieve(id)));
  }

  /** Writes a file of results where it is wanted, whole. Throws TargetError, and the system's error for a file that cannot be written. */
  async save(file: string, path: string): Promise<void> {
    await this.#said(async () => {
      const reply = await this.#client.files.content(file);
      await pipeline(
        reply.body === null ? Readable.from([]) : Readable.fromWeb(reply.body as never),
        createWriteStream(path),
      );
    });
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** `unsure` is said of a failure that does not say that nothing was done. */
  async #said<T>(work: () => Promise<T>, unsure = ''): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && 'syscall' in error && 'path' in error) throw error;
      const status = error instanceof APIError ? (error.status ?? null) : null;
      const words = error instanceof Error ? [error.message, causeOf(error)].filter(Boolean).join(': ') : String(error);
      const message = maskerFor(this.#spec)?.cut(words) ?? words;
      throw new TargetError(
        `${this.#spec.id}: the batch service at ${new URL(addressOf(this.#spec)).host} failed: ${message}${status === null || status >= 500 ? unsure : ''}`,
        {
          attempts: 1,
          ...(status === null ? {} : { status }),
        },
      );
    }
  }
}

const word = z.string().min(1);
const fileId = z.string().nullish();
const count = z.number().catch(0);
const sentSchema = z.object({ id: word });
const batchSchema = z.object({
  id: word,
  status: word,
  request_counts: z.object({ total: count, completed: count, failed: count }).nullish().catch(null),
  output_file_id: fileId,
  error_file_id: fileId,
  errors: z
    .object({ data: z.array(z.object({ code: fileId, message: fileId, line: z.number().nullish() })).nullish() })
    .nullish()
    .catch(null),
});

function stateOf(reply: unknown): BatchState {
  const batch = read(batchSchema, reply, 'a batch ({"id": …, "status": …})');
  return {
    id: batch.id,
    status: batch.status,
    over: OVER.has(batch.status),
    requests: batch.request_counts ?? null,
    files: [batch.output_file_id, batch.error_file_id].flatMap((file) => file || []),
    errors: (batch.errors?.data ?? []).map(({ code, message, line }) =>
      [line === null || line === undefined ? '' : `line ${line}`, code ?? '', message ?? '']
        .filter((part) => part !== '')
        .join(': '),
    ),
  };
}

/** Reads what a service replied; a page in its place is what a proxy or a wrong address gives. */
function read<T>(schema: z.ZodType<T>, reply: unknown, wanted: string): T {
  const { data, success } = schema.safeParse(reply);
  if (success) return data;
  const got =
    typeof reply === 'string' ? reply.trim().slice(0, MOST_SHOWN) : JSON.stringify(reply)?.slice(0, MOST_SHOWN);
  throw new Error(
    `expected ${wanted}, got ${got === undefined || got === '' ? 'nothing' : got}. Is its address the one of an API that has /files and /batches?`,
  );
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : '';
}
