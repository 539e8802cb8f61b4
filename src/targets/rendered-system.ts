/** Where the usual chat templates put a system message. */
const FORMS: readonly RegExp[] = [
  /<\|im_start\|>system\n(.*?)<\|im_end\|>/s,
  /<\|start_header_id\|>system<\|end_header_id\|>\s*(.*?)<\|eot_id\|>/s,
  /<<SYS>>\s*(.*?)\s*<<\/SYS>>/s,
  /<\|start\|>(?:system|developer)<\|message\|>(.*?)<\|end\|>/s,
  /\[SYSTEM_PROMPT\](.*?)\[\/SYSTEM_PROMPT\]/s,
  /<\|system\|>\s*(.*?)\s*(?:<\|end\|>|<\|endoftext\|>|<\|(?:user|assistant)\|>)/s,
];

/** The system message inside a rendered prompt; null where none is found. */
export function systemInRendered(rendered: string): string | null {
  for (const form of FORMS) {
    const match = form.exec(rendered);
    if (match !== null) return match[1] ?? '';
  }
  return null;
}
