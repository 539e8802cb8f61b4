import type { JsonObject } from '../lib/json.ts';
import type { TargetKind } from '../model/target-kind.ts';
import type { SamplingParams } from '../model/target-spec.ts';
import type { Configured } from '../targets/provider.ts';
import { providerOf } from '../targets/providers.ts';
import { type Think, thinkFieldsIn } from '../targets/services/service.ts';

/** A target of the file, as far as thinking goes. */
interface Written {
  readonly provider: TargetKind;
  readonly model?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly service?: string | undefined;
  readonly think?: Think | null | undefined;
  readonly params?: { readonly [name in keyof SamplingParams]?: number | null | undefined } | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is wrong with how a target is told to think: a setting that its service lacks, two settings for one thing, a parameter without effect. */
export function thinkMistakes(written: Written): { readonly path: string[]; readonly message: string }[] {
  const think = written.think ?? null;
  if (think === null) return [];
  const provider = providerOf(written.provider);
  const asked = { ...configuredOf(written), think };
  const said = provider.think(asked);
  const mistakes = said !== null && 'refused' in said ? [{ path: ['think'], message: said.refused }] : [];
  const [other] = thinkFieldsIn(written.body as JsonObject);
  if (other !== undefined) {
    mistakes.push({ path: ['think'], message: `one setting of thinking, this or body.${other}; both are there` });
  }
  for (const { param, why } of provider.deaf(asked)) {
    if (written.params?.[param] == null) continue;
    mistakes.push({ path: ['params', param], message: `no ${param} here, or null (${why})` });
  }
  return mistakes;
}

/** Parameters that are left to the service, since it is known to pass over what it is sent: only where thinking was set. */
export function withoutDeaf(written: Written, params: SamplingParams): SamplingParams {
  if (written.think == null) return params;
  const deaf = providerOf(written.provider).deaf({ ...configuredOf(written), params });
  return { ...params, ...Object.fromEntries(deaf.map(({ param }) => [param, null])) };
}

/** A target of the file as its provider's row takes it. */
export function configuredOf({ model, baseURL, service, think, params }: Written): Configured {
  const given = Object.entries(params ?? {}).filter(([, value]) => value !== undefined);
  return {
    model: model ?? '',
    baseURL: baseURL ?? null,
    service: service ?? null,
    think: think ?? null,
    params: Object.fromEntries(given),
  };
}
