import type { SamplingParams } from '../../model/target-spec.ts';
import { booleanField, isOn, level, refused, templateFields, typeField } from './say.ts';
import type { Deaf, Service, Think, ThinkLevel } from './service.ts';

const READ = '2026-11-30';
const EFFORT: readonly ThinkLevel[] = ['low', 'medium', 'high'];

function effort(think: ThinkLevel): { reasoning_effort: string } {
  return { reasoning_effort: think };
}

function fixed(params: readonly (keyof SamplingParams)[], why: string): Deaf[] {
  return params.map((param) => ({ param, why }));
}

/** Services and servers behind OpenAI's protocol whose switch for thinking is documented. To add one, add a row. */
export const SERVICES = {
  deepseek: {
    name: 'DeepSeek',
    hosts: ['api.deepseek.com'],
    think: (think) =>
      typeof think === 'boolean'
        ? { fields: typeField(think) }
        : level('DeepSeek, which answers medium as high', think, ['low', 'high', 'max'], (one) => ({
            ...typeField(one),
            ...effort(one),
          })),
    thinksUnasked: () => true,
    deaf: (thinks, { top_p }) => [
      ...(thinks ? fixed(['temperature'], 'DeepSeek takes it without effect while it thinks') : []),
      ...(thinks && typeof top_p === 'number' && top_p < 0.95
        ? fixed(['top_p'], 'DeepSeek takes 0.95 for anything below while it thinks')
        : []),
      ...(!thinks && typeof top_p === 'number' && top_p !== 1
        ? fixed(['top_p'], 'DeepSeek fixes it at 1 while it does not think')
        : []),
    ],
    sources: ['https://api-docs.deepseek.com/guides/thinking_mode.md'],
    read: READ,
  },
  dashscope: {
    name: 'DashScope',
    hosts: [
      'dashscope.aliyuncs.com',
      'dashscope-intl.aliyuncs.com',
      'dashscope-us.aliyuncs.com',
      '*.maas.aliyuncs.com',
    ],
    think: (think, model) => {
      if (typeof think === 'boolean') return { fields: { enable_thinking: think } };
      if (!/qwen3\.8-max/.test(model)) return refused('this model at DashScope', 'true or false', 'thinking_budget');
      return level('qwen3.8-max, which answers high and max as xhigh', think, ['low', 'medium'], effort);
    },
    budgetField: 'thinking_budget',
    sources: ['https://help.aliyun.com/en/model-studio/deep-thinking'],
    read: READ,
  },
  openrouter: {
    name: 'OpenRouter',
    hosts: ['openrouter.ai'],
    think: (think) =>
      typeof think === 'boolean'
        ? { fields: { reasoning: { enabled: think } } }
        : level('OpenRouter', think, EFFORT, (one) => ({ reasoning: { effort: one } })),
    // Else a host that lacks a parameter is asked without it, in silence.
    body: { provider: { require_parameters: true } },
    sources: [
      'https://openrouter.ai/docs/use-cases/reasoning-tokens.md',
      'https://openrouter.ai/docs/features/provider-routing',
    ],
    read: READ,
  },
  ark: {
    name: 'Volcengine Ark',
    hosts: ['*.volces.com', '*.bytepluses.com'],
    think: (think) =>
      typeof think === 'boolean'
        ? { fields: typeField(think) }
        : level('Ark', think, EFFORT, (one) => ({ ...typeField(one), ...effort(one) })),
    sources: ['https://docs.apiyi.com/en/api-capabilities/deepseek-v4-flash/chat-completions.md'],
    read: READ,
  },
  zhipu: {
    name: 'Zhipu',
    hosts: ['open.bigmodel.cn', 'api.z.ai'],
    think: (think, model) => {
      if (typeof think === 'boolean') return { fields: typeField(think) };
      if (!/glm-5\.[2-9]/.test(model)) return refused('this model at Zhipu', 'true or false', 'thinking');
      return level('Zhipu', think, ['low', 'high', 'max'], (one) => ({ ...typeField(one), ...effort(one) }));
    },
    thinksUnasked: (model) => /glm-(4\.[7-9]|[5-9])/.test(model),
    sources: ['https://java.agentscope.io/v2/en/integration/model/glm'],
    read: READ,
  },
  moonshot: {
    name: 'Moonshot',
    hosts: ['api.moonshot.cn', 'api.moonshot.ai'],
    think: (think, model) => {
      if (/kimi-k3/.test(model) && typeof think !== 'boolean')
        return level('kimi-k3', think, ['low', 'high', 'max'], effort);
      if (typeof think !== 'boolean') return refused('this model at Moonshot', 'true or false', 'thinking');
      return { fields: /kimi-k3|kimi-k2\.7-code/.test(model) ? {} : typeField(think) };
    },
    thinksUnasked: (model) => /kimi-k(2\.[5-9]|[3-9])/.test(model),
    deaf: (_thinks, _params, model) =>
      /^kimi-/.test(model) ? fixed(['temperature', 'top_p'], 'Moonshot fixes it for this model') : [],
    sources: [
      'https://platform.kimi.com/docs/api/models-overview',
      'https://cloud.baidu.com/doc/qianfan-docs/s/Wm95lyynv',
    ],
    read: READ,
  },
  minimax: {
    name: 'MiniMax',
    hosts: ['api.minimax.io', 'api.minimaxi.com', 'api.minimax.chat'],
    think: (think, model) => {
      if (typeof think !== 'boolean') return refused('MiniMax', 'true or false', 'thinking');
      if (/minimax-m2/.test(model)) return { fields: {} };
      return { fields: { thinking: { type: think ? 'adaptive' : 'disabled' } } };
    },
    sources: ['https://platform.minimax.io/docs/api-reference/text-chat-openai'],
    read: READ,
  },
  hunyuan: {
    name: 'Tencent Hunyuan',
    hosts: ['api.hunyuan.cloud.tencent.com'],
    think: booleanField('Hunyuan', 'enable_thinking'),
    sources: ['https://cloud.tencent.com/document/product/1729/127293'],
    read: READ,
  },
  tokenhub: {
    name: 'Tencent TokenHub',
    hosts: ['*.tencentmaas.com', '*.tencentcloudmaas.com'],
    think: (think) => {
      const type = isOn(think) ? 'enabled' : 'disabled';
      if (typeof think === 'boolean') return { fields: { thinking: { type } } };
      return level('TokenHub', think, ['low', 'high', 'max'], (one) => ({ thinking: { type, ...effort(one) } }));
    },
    sources: ['https://cloud.tencent.com/document/product/1823/132252'],
    read: READ,
  },
  qianfan: {
    name: 'Baidu Qianfan',
    hosts: ['qianfan.baidubce.com'],
    think: (think, model) => {
      if (typeof think !== 'boolean') return refused('Qianfan', 'true or false', 'thinking');
      if (/deepseek|kimi|glm/.test(model)) return { fields: typeField(think) };
      if (/qwen3|ernie/.test(model)) return { fields: { enable_thinking: think } };
      return refused('this model at Qianfan', 'none', 'thinking or enable_thinking');
    },
    deaf: (thinks, _params, model) =>
      thinks && /deepseek/.test(model)
        ? fixed(['temperature', 'top_p'], 'Qianfan takes it without effect while DeepSeek thinks')
        : [],
    sources: ['https://cloud.baidu.com/doc/qianfan-docs/s/Wm95lyynv'],
    read: READ,
  },
  siliconflow: {
    name: 'SiliconFlow',
    hosts: ['api.siliconflow.cn', 'api.siliconflow.com'],
    think: (think, model) => {
      if (typeof think === 'boolean') return { fields: { enable_thinking: think } };
      if (!/deepseek-v4|glm-5\.2/.test(model))
        return refused('this model at SiliconFlow', 'true or false', 'thinking_budget');
      const has: readonly ThinkLevel[] = ['high', 'max'];
      return level('SiliconFlow', think, has, (one) => ({ enable_thinking: true, ...effort(one) }));
    },
    budgetField: 'thinking_budget',
    countsThoughtApart: true,
    sources: ['https://docs.siliconflow.cn/docs/api/chat-completions-post'],
    read: READ,
  },
  groq: {
    name: 'Groq',
    hosts: ['api.groq.com'],
    think: (think, model) => {
      if (/qwen/.test(model) && typeof think === 'boolean')
        return { fields: { reasoning_effort: think ? 'default' : 'none' } };
      if (/gpt-oss/.test(model)) return alwaysWithEffort('gpt-oss at Groq', think);
      return refused('this model at Groq', 'none', 'reasoning_effort');
    },
    sources: ['https://console.groq.com/docs/reasoning'],
    read: READ,
  },
  cerebras: {
    name: 'Cerebras',
    hosts: ['api.cerebras.ai'],
    think: (think, model) => {
      if (/gpt-oss/.test(model)) return alwaysWithEffort('gpt-oss at Cerebras', think);
      if (/glm/.test(model) && typeof think === 'boolean') return { fields: { disable_reasoning: !think } };
      return refused('this model at Cerebras', 'none', 'reasoning_effort');
    },
    sources: ['https://inference-docs.cerebras.ai/capabilities/reasoning'],
    read: READ,
  },
  fireworks: {
    name: 'Fireworks',
    hosts: ['api.fireworks.ai'],
    think: (think) => effortOrNone('Fireworks', think),
    sources: ['https://docs.fireworks.ai/guides/reasoning'],
    read: READ,
  },
  openai: {
    name: 'OpenAI',
    hosts: ['api.openai.com', '*.openai.azure.com'],
    think: (think, model) => {
      if (/^(gpt-3|gpt-4|chatgpt)/.test(model)) return refused(model, 'none', 'reasoning_effort');
      const knowsNone = !/^(o\d|gpt-5($|-))/.test(model);
      if (think === false && !knowsNone) return refused(model, 'low, medium or high', 'reasoning_effort: minimal');
      return effortOrNone('OpenAI', think);
    },
    deaf: (thinks) => (thinks ? fixed(['temperature', 'top_p'], 'OpenAI refuses it while the model thinks') : []),
    sources: ['https://platform.openai.com/docs/guides/reasoning', 'https://github.com/vercel/ai/issues/10932'],
    read: READ,
  },
  gemini: {
    name: 'Gemini',
    hosts: ['generativelanguage.googleapis.com'],
    think: (think, model) => {
      if (think === false && /gemini-(2\.5-pro|3)/.test(model))
        return refused(model, 'low, medium or high', 'reasoning_effort');
      return effortOrNone('Gemini', think);
    },
    sources: ['https://ai.google.dev/gemini-api/docs/openai'],
    read: READ,
  },
  nvidia: {
    name: 'NVIDIA',
    hosts: ['integrate.api.nvidia.com'],
    think: (think) => ({ fields: templateFields(think) }),
    sources: ['https://build.nvidia.com/deepseek-ai/deepseek-v4-flash'],
    read: READ,
  },
  vllm: {
    name: 'vLLM',
    hosts: [],
    think: (think) => ({ fields: templateFields(think) }),
    budgetField: 'thinking_token_budget',
    sources: ['https://github.com/vllm-project/vllm/blob/main/docs/features/reasoning_outputs.md'],
    read: READ,
  },
  sglang: {
    name: 'SGLang',
    hosts: [],
    think: (think) => ({ fields: templateFields(think) }),
    sources: ['https://docs.sglang.io/docs/advanced_features/thinking_budget'],
    read: READ,
  },
  'llama-server': {
    name: 'llama-server',
    hosts: [],
    think: (think) => ({ fields: templateFields(think) }),
    budgetField: 'reasoning_budget_tokens',
    sources: ['https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md'],
    read: READ,
  },
  'lm-studio': {
    name: 'LM Studio',
    hosts: [],
    think: (think) => effortOrNone('LM Studio', think),
    sources: ['https://lmstudio.ai/docs/developer/api-changelog'],
    read: READ,
  },
  'ollama-v1': {
    name: "Ollama's /v1",
    hosts: [],
    think: (think) => effortOrNone("Ollama's /v1 (provider: ollama has true and false)", think),
    sources: ['https://github.com/ollama/ollama/blob/main/docs/api/openai-compatibility.mdx'],
    read: READ,
  },
} as const satisfies Record<string, Service>;
export type ServiceId = keyof typeof SERVICES;

/** `reasoning_effort`, with `none` for off and no word for a plain on. */
function effortOrNone(service: string, think: Think): ReturnType<Service['think']> {
  if (think === false) return { fields: { reasoning_effort: 'none' } };
  if (think === true) return refused(service, 'false, low, medium or high', 'reasoning_effort');
  return level(service, think, EFFORT, effort);
}

/** A model that always thinks, more or less. */
function alwaysWithEffort(service: string, think: Think): ReturnType<Service['think']> {
  if (think === true) return { fields: {} };
  return think === false
    ? refused(service, 'true, low, medium or high', 'reasoning_effort')
    : level(service, think, EFFORT, effort);
}
