import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { packageFolder } from '../outside/package-files.js';

const PAGE = 'index.html';
/** Their names carry a hash of what is in them. */
const HASHED = 'assets/';
/** First parts of addresses that are not screens: an unknown one below them stays a problem in JSON. */
const NOT_SCREENS = new Set(['api', 'docs', 'health', 'metrics', 'assets']);

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Larisin</title>
<p>The screens are not built yet. Run <code>npm run build</code>, then start the server anew.
<p>The API works without them.
</html>
`;

/** Where the build puts the screens. */
export const builtScreens = (): string => join(packageFolder(), 'dist/web');

/**
 * Serves the screens: the built files, and their one page at every address that is a screen's, which the page itself
 * tells apart. They hold no data, so they are open to everyone; what they show they ask the API for. A program that is
 * not built with screens says so at these addresses and serves the API alone.
 */
export function serveScreens(http: FastifyInstance, folder: string, log: Logger): void {
  const files = filesIn(folder);
  const isBuilt = files.has(PAGE);
  if (!isBuilt) log.warn({ folder }, 'the screens are not built: only the API is served (npm run build)');
  // Not awaited: that would settle the routes' error handler before Nest sets its own.
  void http.register(async (part) => {
    if (isBuilt)
      await part.register(staticFiles, { root: folder, serve: false, preCompressed: true, cacheControl: false });
    const open = { config: { larisin: { access: 'open' as const } } };
    part.get<{ Params: { '*': string } }>('/*', open, async (request, reply) => {
      const path = request.params['*'];
      if (files.has(path) && path !== PAGE) {
        // Everything else keeps its name when it changes.
        void reply.header(
          'Cache-Control',
          path.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
        return reply.sendFile(path);
      }
      if (!isScreen(path, request)) return reply.callNotFound();
      letPageStyleItself(reply);
      void reply.header('Cache-Control', 'no-cache');
      return isBuilt ? reply.sendFile(PAGE) : reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
    });
  });
}

/** Names relative to the folder with `/` between, without the compressed copies and what is hidden. */
function filesIn(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(sep)
      .join('/'),
  );
  return new Set(names.filter((name) => !/(^|\/)\.|\.(br|gz)$/.test(name)));
}

/** Programs that ask for anything but a page learn that there is nothing here. */
function isScreen(path: string, request: FastifyRequest): boolean {
  if (path === '') return true;
  return !NOT_SCREENS.has(path.split('/')[0]!) && request.headers.accept?.includes('text/html') === true;
}

/**
 * For a page whose components write their own style elements, as those of the screens and of the API's reader do.
 * Scripts stay those of this server.
 */
export function letPageStyleItself(reply: FastifyReply): void {
  const policy = reply.getHeader('Content-Security-Policy');
  if (typeof policy !== 'string') return;
  void reply.header('Content-Security-Policy', policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
}
