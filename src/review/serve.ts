import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type ReviewAppOptions, reviewApp } from './app.tsx';
import type { Guard } from './guard.ts';

/** A server that is up: its link with the token, and how to end it. */
export interface ReviewServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the review page on 127.0.0.1; port 0 means any free one. Rejects where the port is taken. */
export function serveReview(options: Omit<ReviewAppOptions, 'guard'>, port: number): Promise<ReviewServer> {
  return serveGuarded((guard) => reviewApp({ ...options, guard }), port);
}

/** The same for any page behind a guard. */
export async function serveGuarded(build: (guard: Guard) => Hono, port: number): Promise<ReviewServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer();
  const bound = await listen(server, port);
  const app = build({ token, port: bound });
  server.on('request', getRequestListener(app.fetch));
  return {
    url: `http://127.0.0.1:${bound}/?token=${token}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
