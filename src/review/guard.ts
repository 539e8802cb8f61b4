import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';

/** Whom the server lets in: only who names it by its loopback address and carries its token. */
export interface Guard {
  /** Random, new at every start. */
  readonly token: string;
  readonly port: number;
}

/** The name of the token's cookie. Cookies do not know ports, so it has the port in it. */
export function cookieName(port: number): string {
  return `candor_review_${port}`;
}

/** Headers of every answer: no third party, no cache, no frame; the origin is told to this server only. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Frame-Options', 'DENY');
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
  };
}

/** Why a request may not pass; null: it may. A foreign Host is a rebound name, a foreign Origin another page's form. */
export function refusalOf(c: Context, { token, port }: Guard): string | null {
  const hosts = hostsOf(port);
  const host = c.req.header('host') ?? '';
  if (!hosts.includes(host)) return `This server answers to ${hosts.join(' and ')} only.`;
  if (!sameText(getCookie(c, cookieName(port)) ?? '', token)) {
    return 'Open the link that "candor review" printed; it is a new one at every start.';
  }
  if (c.req.method !== 'GET' && c.req.header('origin') !== `http://${host}`) {
    return 'A label is only taken from this page itself.';
  }
  return null;
}

/** Whether a request names the server by its loopback address and carries the token in its link. */
export function opensWithToken(c: Context, { token, port }: Guard): boolean {
  const given = c.req.query('token');
  const known = hostsOf(port).includes(c.req.header('host') ?? '');
  return known && c.req.method === 'GET' && given !== undefined && sameText(given, token);
}

function hostsOf(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
