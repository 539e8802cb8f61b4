import { z } from 'zod';
import { sha256 } from '../lib/digest.ts';
import type { ByHand } from '../model/by-hand.ts';
import { normalizeLang } from '../model/lang.ts';
import type { Probe } from '../model/probe.ts';

const formSchema = z.object({
  app: z.string().trim().min(1, 'the name of the app').max(80),
  lang: z.string().trim().min(1, 'a language such as en or zh-Hans'),
  probe: z.string().trim().default(''),
  prompt: z.string().trim().max(20_000).default(''),
  answer: z.string().max(200_000).default(''),
  seen: z.string().trim().default(''),
  vanished: z
    .string()
    .trim()
    .regex(/^(\d{1,6}(\.\d+)?)?$/, 'seconds, in digits, or nothing')
    .default(''),
});

/** Reads an answer from a posted form; a string says what is wrong with it. Of a picture only its hash is taken. `now` is ISO 8601. */
export async function readByHand(
  form: FormData,
  probes: ReadonlyMap<string, Probe>,
  now: string,
): Promise<ByHand | string> {
  const texts = [...form.entries()].filter(([, value]) => typeof value === 'string');
  const parsed = formSchema.safeParse(Object.fromEntries(texts));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `expected ${issue?.path.join('.')}: ${issue?.message}`;
  }
  const { app, probe: id, prompt: given, answer, seen, vanished } = parsed.data;
  const lang = normalizeLang(parsed.data.lang);
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang))
    return `expected a language such as en or zh-Hans, got ${lang}`;
  const probe = id === '' ? null : probes.get(id);
  if (probe === undefined) return `expected the id of a probe of these sets, or nothing, got ${JSON.stringify(id)}`;
  const prompt = given === '' ? probe?.ask[lang] : given;
  if (prompt === undefined)
    return probe === null
      ? 'expected the question as it was asked, got nothing'
      : `expected the question as it was asked: probe ${id} is not written in ${lang}`;
  if (answer.trim() === '' && vanished === '')
    return 'expected the answer as the app showed it, got nothing; where the app took it away, say after how many seconds';
  const time = seen === '' ? Date.parse(now) : Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(seen) ? seen : `${seen}Z`);
  if (Number.isNaN(time)) return `expected when it was seen, such as 2026-11-24T10:30, got ${JSON.stringify(seen)}`;
  if (time > Date.parse(now) + 86_400_000) return `expected a time that has been, got ${seen}`;
  const picture = form.get('screenshot');
  const hasPicture = picture !== null && typeof picture !== 'string' && picture.size > 0;
  return {
    app,
    lang,
    prompt,
    probe: probe !== null && probe.ask[lang] === prompt ? probe.id : null,
    answer: answer.replaceAll('\r\n', '\n'),
    seenAt: new Date(time).toISOString(),
    vanishedAfter: vanished === '' ? null : Number(vanished),
    screenshot: hasPicture ? sha256(new Uint8Array(await picture.arrayBuffer())) : null,
    notedAt: now,
  };
}
