import { Template } from '@huggingface/jinja';
import type { JsonObject } from '../../lib/json.ts';
import type { Message } from '../../model/message.ts';
import type { Think } from '../services/service.ts';

/** A model's own chat template with the tokens that it may put in. */
export interface ChatTemplate {
  readonly source: string;
  readonly bos: string | null;
  readonly eos: string | null;
}

/** The message whose rendering belongs to the identity. */
export const HELLO: Message = { role: 'user', content: 'Hello' };

/** ChatML, for files that bring no template; said in the identity's warnings. */
export const FALLBACK_TEMPLATE =
  '{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

/** What a template is told of thinking, by the names that templates read. */
export function templateThinking(think: Think | null): JsonObject {
  if (think === null) return {};
  const on = think !== false;
  return { enable_thinking: on, thinking: on, ...(typeof think === 'boolean' ? {} : { reasoning_effort: think }) };
}

/** The text that the engine sees for a conversation, up to where the answer begins. Throws where the template does. */
export function renderPrompt(
  template: ChatTemplate,
  messages: readonly Message[],
  thinking: JsonObject,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return new Template(template.source).render({
    messages: messages.map(({ role, content }) => ({ role, content })),
    add_generation_prompt: true,
    bos_token: template.bos ?? '',
    eos_token: template.eos ?? '',
    ...thinking,
    ...more,
  });
}

/**
 * As `renderPrompt`, with the formats of dates for the dates that the template would put in: an identity must not change
 * from one day to the next.
 */
export function renderUndated(template: ChatTemplate, messages: readonly Message[], thinking: JsonObject): string {
  const source = template.source.replaceAll('strftime_now', 'date_format');
  return renderPrompt({ ...template, source }, messages, thinking, { date_format: (format: string) => format });
}

/** The system prompt that a template puts in by itself when none is given; null: none. */
export function ownSystemPrompt(template: ChatTemplate): string | null {
  const asked = 'Hello';
  const plain = renderUndated(template, [{ role: 'user', content: asked }], {});
  const marker = 'candor-system-marker';
  let marked: string;
  try {
    const messages: Message[] = [
      { role: 'system', content: marker },
      { role: 'user', content: asked },
    ];
    marked = renderUndated(template, messages, {});
  } catch {
    return null;
  }
  const at = marked.indexOf(marker);
  const tail = marked.slice(at + marker.length);
  if (at === -1 || !plain.startsWith(marked.slice(0, at)) || !plain.endsWith(tail)) return null;
  const own = plain.slice(at, plain.length - tail.length);
  return own === '' ? null : own;
}
