import { z } from 'zod';
import { SOURCE_KINDS } from '../model/release.ts';

const text = z.string().trim().min(1);
const address = z
  .string()
  .regex(/^(?:https?:\/\/[^\s/]+|\$\{\w+\})/, 'an address that begins with http:// or https://');

/** Where releases are looked for; one of the first four fields says of what kind it is. */
const source = z
  .strictObject({
    huggingface: text.optional(),
    ollama: text.optional(),
    models: address.optional(),
    file: text.optional(),
    url: address.optional(),
    apiKey: text.optional(),
    family: text.optional(),
    include: z.array(text).default([]),
    exclude: z.array(text).default([]),
  })
  .superRefine((given, context) => {
    const kinds = SOURCE_KINDS.filter((kind) => given[kind] !== undefined);
    if (kinds.length !== 1) {
      const message = `one of the fields ${SOURCE_KINDS.join(', ')}${kinds.length === 0 ? '' : `; ${kinds.join(' and ')} are there`}`;
      context.addIssue({ code: 'custom', path: [], message });
    }
    const [kind] = kinds;
    if (kind === undefined) return;
    for (const field of ['url', 'apiKey'] as const) {
      const takes = kind === 'huggingface' || (field === 'url' ? kind === 'ollama' : kind === 'models');
      if (given[field] === undefined || takes) continue;
      const message = `no such field for a source ${kind}`;
      context.addIssue({ code: 'custom', path: [field], params: { at: 'key' }, message });
    }
  });

/** `watch` of a `candor.yaml`, by what a target, a language and a time are there. */
export function watchSchema<Template extends z.ZodType>({
  template,
  language,
  time,
}: {
  readonly template: Template;
  readonly language: z.ZodType<string>;
  readonly time: z.ZodType<number, number | string>;
}) {
  return z.strictObject({
    sources: z.array(source).default([]),
    /** How often sources are asked where the command goes on. */
    interval: time.default(6 * 3600),
    /** What each new release is audited with, beside the former release of its family. */
    audit: z
      .strictObject({
        target: template,
        probes: z.array(text).optional(),
        topics: z.array(text).optional(),
        styles: z.array(text).optional(),
        tags: z.array(text).optional(),
        languages: z.array(language).min(1).optional(),
        samples: z.int().positive().optional(),
        /** Release that every new one is asked beside; absent: the former one of its family. */
        former: text.optional(),
        /** Audits in one call of the command; the others wait for the next. */
        most: z.int().positive().default(3),
      })
      .optional(),
    /** Targets that are asked the same questions every day, to see whether the model behind a name changes. */
    canary: z
      .strictObject({
        targets: z.array(text).min(1),
        /** Questions with their controls. */
        pairs: z.int().min(10).max(200).default(30),
        probes: z.array(text).default([]),
        languages: z.array(language).min(1).default(['en']),
      })
      .optional(),
    /** Folder that the static site is written to. */
    site: text.optional(),
  });
}
