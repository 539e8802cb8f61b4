import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditConfig,
  type AuditEvent,
  type AuditOptions,
  type AuditResult,
  parseConfig,
  runAudit,
  type Store,
} from '../../../src/index.ts';
import { systemClock } from '../../../src/lib/clock.ts';

const PROBES = `id: small
title: Small
state: CN
version: 1.0.0
probes:
  - { id: small-square, style: factual, ask: { en: "What happened on the square?" }, control: small-market }
  - { id: small-camp, style: factual, ask: { en: "What are the camps?" }, control: small-market }
  - { id: small-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?" } }
`;

/** A folder with a probe set of three questions, `small.yaml`. */
export function smallFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-audit-'));
  writeFileSync(join(folder, 'small.yaml'), PROBES);
  return folder;
}

/** An audit of one target with that probe set; `target` are fields of `candor.yaml`. */
export function smallConfig(folder: string, target: object, more: object = {}): AuditConfig {
  const whole = { provider: 'openai', model: 'm', ...target };
  const text = JSON.stringify({ probes: ['small.yaml'], samples: 2, targets: [{ id: 't', ...whole }], ...more });
  return parseConfig(text, join(folder, 'candor.yaml'), { KEY: 'sk-very-secret-key' });
}

/** What an audit needs, with waits that take no time and every event kept. */
export function smallIo(folder: string): AuditOptions & { readonly events: AuditEvent[] } {
  const events: AuditEvent[] = [];
  return {
    cwd: folder,
    env: { KEY: 'sk-very-secret-key' },
    clock: { ...systemClock, sleep: async () => undefined },
    random: Math.random,
    events,
    onEvent: (event) => void events.push(event),
  };
}

/** Carries the small audit out. */
export async function smallAudit(store: Store, target: object, more: object = {}): Promise<AuditResult> {
  const folder = smallFolder();
  return runAudit(smallConfig(folder, target, more), store, smallIo(folder));
}
