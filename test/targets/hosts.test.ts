import { describe, expect, it } from 'vitest';
import { deliveryOf } from '../../src/reading/delivery.ts';
import { HOST_CASES } from '../servers/hosts.ts';
import { startScripted } from '../servers/scripted.ts';
import { askOnce } from './spec.ts';

describe('the delivery of what a host answers', () => {
  it.each(HOST_CASES.map((one) => [`${one.host}: ${one.name}`, one] as const))('%s', async (_name, one) => {
    const server = await startScripted(() => one.script);
    const reply = await askOnce({ baseURL: `${server.url}/v1`, where: 'hosted' });
    await server.close();
    const { delivery, side, kind, retryable, flags, reason } = deliveryOf(reply, 'hosted');
    const detail = side ?? kind;
    const words = [detail === null ? delivery : `${delivery}/${detail}`, ...flags, ...(retryable ? ['retry'] : [])];
    expect(words.join(' ')).toBe(one.delivery);
    if (one.text !== undefined) expect(reply.text).toBe(one.text);
    if (one.kept !== undefined) expect(`${reply.failure?.body} ${reason}`).toContain(one.kept);
  });

  it('suspects no canned sentence of a filter where the model runs locally', async () => {
    const server = await startScripted(() => ({
      ...(HOST_CASES.find(({ name }) => name.startsWith('a canned'))?.script ?? {}),
    }));
    const reply = await askOnce({ baseURL: `${server.url}/v1` });
    await server.close();
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'ok', flags: [] });
  });
});
