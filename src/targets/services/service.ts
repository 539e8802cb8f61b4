import type { JsonObject } from '../../lib/json.ts';
import type { SamplingParams } from '../../model/target-spec.ts';

/** How much a model is to think, where there is a choice of how much. */
export const THINK_LEVELS = ['low', 'medium', 'high', 'max'] as const;
export type ThinkLevel = (typeof THINK_LEVELS)[number];
export type Think = boolean | ThinkLevel;

/** The fields by which a service is told whether to think, or why it cannot be told. */
export type Said = { readonly fields: JsonObject } | { readonly refused: string };

/** A parameter that a service takes without effect, or fixes itself. */
export interface Deaf {
  readonly param: keyof SamplingParams;
  readonly why: string;
}

/** What is known of a service or server that speaks OpenAI's protocol. Every row names where it was read. */
export interface Service {
  readonly name: string;
  /** Names of its hosts; `*.` stands for anything before. Empty for servers, which are told by what they answer. */
  readonly hosts: readonly string[];
  /** The fields for a setting of `think`; `model` is in lower case. */
  readonly think: (think: Think, model: string) => Said;
  /** Whether the model thinks where nothing is said; absent: not known. */
  readonly thinksUnasked?: (model: string) => boolean;
  /** Parameters without effect, by whether the model thinks. */
  readonly deaf?: (thinks: boolean, params: Partial<SamplingParams>, model: string) => readonly Deaf[];
  /** The field for a limit of the thought alone. */
  readonly budgetField?: string;
  /** True where `max_tokens` counts the answer alone. */
  readonly countsThoughtApart?: true;
  /** What it is sent beside, where the configuration's body does not say otherwise, field by field of each mapping. */
  readonly body?: Readonly<Record<string, JsonObject>>;
  /** Pages that say so. */
  readonly sources: readonly string[];
  /** When they were read. */
  readonly read: string;
}

/** Fields of a request body that switch thinking. */
export const THINK_FIELDS = ['think', 'thinking', 'enable_thinking', 'reasoning', 'reasoning_effort'] as const;

/** The settings of thinking in a body's own fields, by name. */
export function thinkFieldsIn(body: JsonObject): string[] {
  const kwargs = body.chat_template_kwargs;
  const inner = typeof kwargs === 'object' && kwargs !== null && !Array.isArray(kwargs) ? Object.keys(kwargs) : [];
  return [
    ...THINK_FIELDS.filter((name) => body[name] !== undefined && body[name] !== null),
    ...inner.filter((name) => THINK_FIELDS.includes(name as never)).map((name) => `chat_template_kwargs.${name}`),
  ];
}
