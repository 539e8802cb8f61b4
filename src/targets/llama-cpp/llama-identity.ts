import type { JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';
import type { Message } from '../../model/message.ts';
import { nameOfModel, nameWithQuantisation } from '../../model/model-name.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { budgetWarnings } from '../services/reasoning-budget.ts';
import { otherThan } from '../services/require-switch.ts';
import type { Think } from '../services/service.ts';
import { thinkError } from '../services/settle-think.ts';
import type { Inspection } from '../target.ts';
import {
  type ChatTemplate,
  FALLBACK_TEMPLATE,
  HELLO,
  ownSystemPrompt,
  renderUndated,
  templateThinking,
} from './chat-template.ts';
import type { LlamaEngine } from './engine.ts';
import { versionProblem } from './engine-package.ts';
import { FILE_TYPES } from './file-types.ts';

/** A loaded model as its target knows it. */
interface Loaded {
  readonly spec: TargetSpec;
  readonly engine: LlamaEngine;
  readonly template: ChatTemplate;
  readonly thinking: JsonObject;
  /** Tokens that it may think beside its answer. */
  readonly thought: number;
  /** The file's name. */
  readonly name: string;
  readonly digest: string;
}

/** What a loaded model is. Throws ConfigError where it cannot be told to think as it is configured. */
export function inspectionOf({ spec, engine, template, thinking, thought, name, digest }: Loaded): Inspection {
  const { general, architecture, parameters } = engine.model;
  const own = spec.system === null ? ownSystemPrompt(template) : null;
  const messages = spec.system === null ? [HELLO] : [{ role: 'system', content: spec.system } as const, HELLO];
  const fileType = typeof general.file_type === 'number' ? general.file_type : null;
  const isFallback = template.source === FALLBACK_TEMPLATE;
  const budget = thought === 0 ? {} : { reasoning_tokens: thought, max_tokens: spec.params.max_tokens + thought };
  const identity: Identity = {
    kind: 'llama-cpp',
    model: name,
    served: typeof general.name === 'string' ? general.name : null,
    host: null,
    digest,
    quantization: fileType === null ? null : (FILE_TYPES[fileType] ?? `file type ${fileType}`),
    family: architecture,
    template: isFallback ? null : template.source,
    renderedPrompt: renderUndated(template, messages, thinking),
    system: spec.system ?? own,
    systemSource: spec.system !== null ? 'config' : own === null ? null : 'template',
    parameters: { threads: engine.threads, context: engine.contextTokens, sequences: spec.concurrency, ...budget },
    engine: 'llama.cpp',
    engineBuild: engine.build,
    remote: null,
    details: { parameters, metadata: { ...general } },
  };
  const problem = versionProblem(engine.packageVersion);
  const noSwitch = withoutSwitch(spec, template, messages);
  if (noSwitch !== null && spec.budgeted === true) throw thinkError(spec, noSwitch);
  const warnings = [
    ...(isFallback ? ['the file has no chat template; ChatML is used, which the model may not know'] : []),
    ...budgetWarnings(spec, thought, engine.contextTokens),
    ...(problem === null ? [] : [problem.message]),
    ...(noSwitch === null ? [] : [`think: ${spec.think} changes nothing: expected ${noSwitch}`]),
  ];
  const generalName = nameOfModel(identity.served ?? '');
  const called = generalName === '' ? {} : { name: nameWithQuantisation(generalName, identity.quantization) };
  return { answers: true, identity, warnings, ...called, ...(thought === 0 ? {} : { reasoningTokens: thought }) };
}

/** Why a template cannot be told to think so; null: it can, or need not. */
function withoutSwitch(spec: TargetSpec, template: ChatTemplate, messages: readonly Message[]): string | null {
  if (spec.think === null) return null;
  const think = spec.think as Think;
  const [asked, other] = [think, otherThan(think)].map((one) =>
    renderUndated(template, messages, templateThinking(one)),
  );
  return asked === other
    ? 'a chat template with that choice, got one that gives the same prompt with another setting'
    : null;
}
