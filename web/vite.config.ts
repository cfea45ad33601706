import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev:web` finds the API; the built pages are served by the same process as the API. */
const API = { target: 'http://127.0.0.1:3000', changeOrigin: false };

/** react-router names its development build to every bundler; this is the one without its warnings. */
const router = (file: string): string =>
  join(import.meta.dirname, `../node_modules/react-router/dist/production/${file}`);

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    alias:
      command === 'build'
        ? [
            { find: /^react-router$/, replacement: router('index.mjs') },
            { find: /^react-router\/dom$/, replacement: router('dom-export.mjs') },
          ]
        : [],
  },
  build: { outDir: '../dist/web', emptyOutDir: true, manifest: true, target: 'es2022', chunkSizeWarningLimit: 700 },
  server: { port: 5173, proxy: { '/api': API, '/docs': API, '/health': API } },
}));
